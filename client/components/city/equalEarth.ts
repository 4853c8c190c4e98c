/** How a drawing of the world was made: see `virtual:world-map`. */
export interface Drawing {
  scale: number
  middle: [x: number, y: number]
  /** Degrees east. */
  meridian: number
}

export interface Spot {
  latitude: number
  longitude: number
}

/**
 * The Equal Earth projection, there and back: Šavrič, Patterson, Jenny, “The Equal Earth map projection”, International
 * Journal of Geographical Information Science 33 (2019). The map of the site is drawn with it.
 */
const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796]
const m = Math.sqrt(3) / 2
const radians = Math.PI / 180

const heightAt = (angle: number): number => {
  const square = angle * angle
  const sixth = square * square * square
  return angle * (a1 + a2 * square + sixth * (a3 + a4 * square))
}
const slopeAt = (angle: number): number => {
  const square = angle * angle
  const sixth = square * square * square
  return a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)
}

/** From -180 up to 180 degrees. */
const around = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180

/** Where a place stands in the drawing, in its units. */
export function drawnAt(
  { latitude, longitude }: Spot,
  { scale, middle, meridian }: Drawing,
): { x: number; y: number } {
  const angle = Math.asin(m * Math.sin(latitude * radians))
  const across = around(longitude - meridian) * radians
  return {
    x: middle[0] + (scale * across * Math.cos(angle)) / (m * slopeAt(angle)),
    y: middle[1] - scale * heightAt(angle),
  }
}

/** Which place stands at a point of the drawing; null outside the world. */
export function placeAt(
  { x, y }: { x: number; y: number },
  { scale, middle, meridian }: Drawing,
): Spot | null {
  const height = (middle[1] - y) / scale
  let angle = height
  for (let round = 0; round < 12; round += 1) angle -= (heightAt(angle) - height) / slopeAt(angle)
  const sine = Math.sin(angle) / m
  const across = (((x - middle[0]) / scale) * m * slopeAt(angle)) / Math.cos(angle)
  if (!(Math.abs(sine) <= 1 && Math.abs(across) <= Math.PI)) return null
  return {
    latitude: Math.asin(sine) / radians,
    longitude: around(across / radians + meridian),
  }
}
