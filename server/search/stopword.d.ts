declare module 'stopword' {
  /** Lists of words that say too little to be looked for, by ISO 639-3 code. */
  const lists: Record<string, string[] | ((...args: unknown[]) => string[])>
  export = lists
}
