import { geoEqualEarth, geoPath, type GeoProjection } from 'd3-geo'
import type { MultiPolygon } from 'geojson'

type Point = readonly [x: number, y: number]
type Ring = Point[]

/** Where a country's largest piece of land is, and how large all of it is, in the units of the drawing. */
export interface Outline {
  /** Path data, whole units, each point from the one before. */
  path: string
  area: number
  middle: Point
}

/** An equal-area projection: no country looks larger than it is. The cut through the Pacific runs beside Asia's tip. */
export function projectionFor(world: MultiPolygon, width: number): GeoProjection {
  return geoEqualEarth().rotate([-11, 0]).precision(0.4).fitWidth(width, world)
}

/** The outline of a country on a map. Islets that would be smaller than a dot of ink are left out, but never all. */
export function outlineOf(shape: MultiPolygon, projection: GeoProjection): Outline {
  const rings = ringsOf(shape, projection).toSorted((a, b) => areaOf(b) - areaOf(a))
  const largest = rings[0] ?? []
  const shown = rings.filter((ring, i) => i === 0 || areaOf(ring) >= 4)
  return {
    path: shown.map(drawn).join(''),
    area: rings.reduce((sum, ring) => sum + areaOf(ring), 0),
    middle: [mean(largest.map(([x]) => x)), mean(largest.map(([, y]) => y))],
  }
}

function ringsOf(shape: MultiPolygon, projection: GeoProjection): Ring[] {
  const rings: Ring[] = []
  let ring: Ring = []
  const add = (x: number, y: number) => addPoint(ring, [Math.round(x), Math.round(y)])
  geoPath(projection, {
    beginPath() {},
    moveTo(x, y) {
      rings.push((ring = []))
      add(x, y)
    },
    lineTo: add,
    closePath() {},
    arc() {},
  })(shape)
  return rings
}

/** Adds a point; points in the same place or on a straight line between others add nothing. */
function addPoint(ring: Ring, point: Point): void {
  const last = ring.at(-1)
  const before = ring.at(-2)
  if (last && last[0] === point[0] && last[1] === point[1]) return
  if (last && before) {
    const [ax, ay] = [last[0] - before[0], last[1] - before[1]]
    const [bx, by] = [point[0] - last[0], point[1] - last[1]]
    if (ax * by === ay * bx && ax * bx + ay * by > 0) ring.pop()
  }
  ring.push(point)
}

function areaOf(ring: Ring): number {
  const twice = ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y]
    return sum + x * nextY - nextX * y
  }, 0)
  return Math.abs(twice) / 2
}

function drawn(ring: Ring): string {
  const [first, ...others] = ring
  if (!first) return ''
  let [x, y] = first
  let numbers = ''
  for (const [toX, toY] of others) {
    numbers += ` ${toX - x} ${toY - y}`
    x = toX
    y = toY
  }
  // A minus sign parts numbers as well as a space does.
  return `M${first.join(' ')}l${numbers.trimStart().replaceAll(' -', '-')}z`
}

const mean = (numbers: number[]) =>
  Math.round(numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length))
