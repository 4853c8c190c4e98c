import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

const style = `
:root { color-scheme: light dark; background: #fbf9f4; color: #1b2422 }
body { margin: 0; font: 1.0625rem/1.6 system-ui, sans-serif }
main { max-width: 38rem; margin: 0 auto; padding: clamp(3rem, 12vh, 7rem) 1.25rem }
h1 { font: 600 1.9rem/1.2 Georgia, serif; margin: 0 0 1rem }
a { color: #0b5a60 }
@media (prefers-color-scheme: dark) {
  :root { background: #131817; color: #eae7df }
  a { color: #84cdcb }
}
`
const styleHash = createHash('sha256').update(style).digest('base64')

/** This page may show its own style and do nothing else. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const texts = {
  ours: {
    title: 'This page cannot be shown right now',
    text: 'Something went wrong on our side. Nothing that you did is to blame.',
    next: 'Please try again in a moment, or begin at',
  },
  address: {
    title: 'There is nothing at this address',
    text: 'It has signs that no address of this site has: it may have been cut off or mistyped.',
    next: 'Begin at',
  },
}

/** The page for when no page can be rendered: it leans on nothing. */
export function lastResort(reply: FastifyReply, status: number, siteName: string): FastifyReply {
  const name = escapeHtml(siteName)
  const { title, text, next } = texts[status < 500 ? 'address' : 'ours']
  return reply
    .status(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', policy).send(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${name}</title>
<style>${style}</style>
<main>
<h1>${title}</h1>
<p>${text}</p>
<p>${next} <a href="/">${name}</a>.</p>
</main>
</html>`)
}
