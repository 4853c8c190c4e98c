import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// To load and compile the server's own files is most of a start, so what was compiled is kept, beside the packages:
// a folder that other users may write to, as Node would choose, would let them run code here. Without the right to
// write, it is done each time anew.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/homeward', import.meta.url)))
await import('./serve.ts')
