import { geoCentroid, geoPath } from 'd3-geo'
import { createRequire } from 'node:module'
import { feature, merge } from 'topojson-client'
import type { GeometryCollection, MultiPolygon, Polygon, Topology } from 'topojson-specification'
import worldCountries from 'world-countries/countries.json' with { type: 'json' }
import { outlineOf, projectionFor } from './outline.ts'

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>
type Land = Polygon | MultiPolygon

const width = 1600

/** What the atlas draws without a code of its own: the country that the maps of the United Nations draw it with. */
const partOf: Record<string, string> = { Kosovo: 'XK', Somaliland: 'SO', 'N. Cyprus': 'CY' }

/** A country that covers less than this, in square units, is shown as a dot that can be seen and hit. */
const smallest = 70
const dotRadius = 6

const codeOf = new Map(worldCountries.map(({ ccn3, cca2 }) => [ccn3, cca2]))

/**
 * The world as an SVG file: `world` is all land, and each country stands under its ISO 3166-1 alpha-2 code (XK for
 * Kosovo), the smallest ones as dots. Pages refer to these, so that no page and no script holds the shapes.
 * Shapes: Natural Earth, 1:50m, from the package world-atlas; Antarctica is left out.
 * @returns the file, the `viewBox` for pictures that refer to it, and how places come to stand in it: units of the drawing
 * for each unit of the Equal Earth projection, where its middle is, and the meridian of its middle in degrees
 */
export function drawWorld(): {
  svg: string
  viewBox: string
  codes: string[]
  projection: { scale: number; middle: [x: number, y: number]; meridian: number }
} {
  const atlas: Atlas = createRequire(import.meta.url)('world-atlas/countries-50m.json')
  const lands = landsByCode(atlas)
  const world = merge(atlas, [...lands.values()].flat())
  const projection = projectionFor(world, width)
  const paths: string[] = []
  const dots: string[] = []
  for (const [code, land] of lands) {
    const { path, area, middle } = outlineOf(merge(atlas, land), projection)
    const isSmall = area < smallest && code !== ''
    paths.push(`<path${isSmall || code === '' ? '' : ` id="${code}"`} d="${path}"/>`)
    if (isSmall)
      dots.push(`<circle id="${code}" cx="${middle[0]}" cy="${middle[1]}" r="${dotRadius}"/>`)
  }
  const [, [, lowest]] = geoPath(projection).bounds(world)
  const viewBox = `0 0 ${width} ${Math.ceil(lowest)}`
  return {
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">` +
      `<g id="world">${paths.join('')}</g><defs>${dots.join('')}</defs></svg>\n`,
    viewBox,
    projection: {
      scale: projection.scale(),
      middle: projection.translate(),
      meridian: -projection.rotate()[0],
    },
    codes: [...lands.keys()].filter((code) => code !== ''),
  }
}

/** What to draw under each code; under '' what is no country's. */
function landsByCode(atlas: Atlas): Map<string, Land[]> {
  const lands = new Map<string, Land[]>()
  for (const geometry of atlas.objects.countries.geometries) {
    if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') continue
    const code = codeOf.get(String(geometry.id)) ?? partOf[geometry.properties?.name ?? ''] ?? ''
    if (code === 'AQ') continue
    for (const part of partsOf(geometry)) {
      const owner = code === 'FR' && !isInEurope(part, atlas) ? '' : code
      lands.set(owner, [...(lands.get(owner) ?? []), part])
    }
  }
  return lands
}

const partsOf = (land: Land): Polygon[] =>
  land.type === 'Polygon' ? [land] : land.arcs.map((arcs): Polygon => ({ type: 'Polygon', arcs }))

/** The atlas draws French Guiana and others as France; they have codes of their own. */
function isInEurope(part: Polygon, atlas: Atlas): boolean {
  const [longitude, latitude] = geoCentroid(feature(atlas, part))
  return latitude > 40 && longitude > -10 && longitude < 15
}
