// The first that fits: most browsers also claim to be another.
const browsers: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Headless)?Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** What a user agent says that a person can recognise; empty where it says nothing of the kind. */
export function programOf(agent: string | null): { browser: string; system: string } {
  const first = (known: [RegExp, string][]) =>
    known.find(([sign]) => sign.test(agent ?? ''))?.[1] ?? ''
  return { browser: first(browsers), system: first(systems) }
}
