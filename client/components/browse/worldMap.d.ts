/** The drawing of the world, made at build time by map/plugin.ts. */
declare module 'virtual:world-map' {
  /** Address of the SVG file: `#world` is all land, `#DK` is a country. */
  export const source: string
  export const viewBox: string
}
