import type { FastifyReply } from 'fastify'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

/** The page for when no page can be rendered: it leans on nothing. */
export function lastResort(reply: FastifyReply, status: number, siteName: string): FastifyReply {
  const name = escapeHtml(siteName)
  return reply
    .status(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store').send(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This page cannot be shown · ${name}</title>
<main>
<h1>This page cannot be shown right now</h1>
<p>Something went wrong on our side. Nothing that you did is to blame, and nothing was lost.</p>
<p>Please try again in a moment, or begin at <a href="/">${name}</a>.</p>
</main>
</html>`)
}
