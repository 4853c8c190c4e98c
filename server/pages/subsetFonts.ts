import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import subsetFont from 'subset-font'

interface Face {
  /** The file in its package, without its ending. */
  name: string
  weights: { min: number; max: number }
  letters: string
}

/** The letters of a CSS unicode-range, such as 'U+0020-007E, U+20AC'. */
export function lettersOf(range: string): string {
  let letters = ''
  for (const [, from = '', to = from] of range.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/gi)) {
    for (let code = parseInt(from, 16); code <= parseInt(to, 16); code++)
      letters += String.fromCodePoint(code)
  }
  return letters
}

/** The faces of a sheet that vary in weight and hold latin letters: every first visit pays for those. */
export function facesIn(sheet: string): Face[] {
  return [...sheet.matchAll(/@font-face\s*\{([^}]*)\}/g)].flatMap(([, face = '']): Face[] => {
    const name = /\/([\w-]+-latin(?:-ext)?-wght-normal)\.woff2/.exec(face)?.[1]
    const weights = /font-weight:\s*(\d+)\s+(\d+)/.exec(face)
    const range = /unicode-range:([^;]*);/.exec(face)?.[1]
    if (name === undefined || weights === null || range === undefined) return []
    return [
      {
        name,
        weights: { min: Number(weights[1]), max: Number(weights[2]) },
        letters: lettersOf(range),
      },
    ]
  })
}

/** Leaves in the built fonts only the letters and the weights that the sheet declares: two thirds of their bytes. */
export async function subsetFonts(sheetFile: string, builtAssets: string): Promise<void> {
  for (const { name, weights, letters } of facesIn(await readFile(sheetFile, 'utf8'))) {
    const files = globSync(`${name}-*.woff2`, { cwd: builtAssets })
    if (files.length === 0) throw new Error(`${sheetFile} names ${name}, which was not built`)
    for (const file of files.map((built) => join(builtAssets, built))) {
      const variationAxes = { wght: weights }
      const small = await subsetFont(await readFile(file), letters, {
        targetFormat: 'woff2',
        variationAxes,
      })
      await writeFile(file, small)
    }
  }
}
