/** The drawing of the world, made at build time by map/plugin.ts. */
declare module 'virtual:world-map' {
  /** Address of the SVG file: `#world` is all land, `#DK` is a country. */
  export const source: string
  export const viewBox: string
  /** Equal Earth: units of the drawing for each of its own, where its middle is, and the meridian there in degrees. */
  export const projection: { scale: number; middle: [x: number, y: number]; meridian: number }
}
