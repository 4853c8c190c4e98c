import { readFileSync } from 'node:fs'
import { gps, orientation, parse } from 'exifr'
import { describe, expect, it } from 'vitest'
import { cleaned } from '../../server/documents/documents.ts'
import type { DocumentType } from '../../server/documents/kinds.ts'
import { cameraData, chunk, fileIn, photograph, photographFromCamera, png } from './made.ts'
import { temporaryFolder } from './place.ts'

async function clean(content: Buffer, type: DocumentType) {
  const folder = temporaryFolder()
  const result = await cleaned(fileIn(folder, content), type, folder)
  if (result.state !== 'cleaned') throw new Error(result.why)
  return { ...result, content: readFileSync(result.path) }
}

describe('a photograph', () => {
  it('loses place, device, remarks and what follows it; keeps pixels, colours and which way is up', async () => {
    const camera = photographFromCamera()
    expect(await gps(camera)).toMatchObject({ latitude: expect.closeTo(51.92, 2) })
    expect(camera.toString('latin1')).toMatch(/SecretCam[^]*Jane Doe/)
    const { content, removed, leftovers } = await clean(camera, 'jpeg')
    expect(content.toString('latin1')).not.toMatch(/SecretCam|Jane|xmpmeta|Photoshop/)
    expect(await gps(content)).toBeUndefined()
    expect(await orientation(content)).toBe(6)
    expect(await parse(content)).toEqual({ Orientation: 'Rotate 90 CW' })
    // Everything from the profile of colours to the end of the picture, bit for bit.
    expect(content.subarray(-(photograph.length - 20))).toEqual(photograph.subarray(20))
    expect(removed).toEqual([{ kind: 'place-and-device', count: 1 }])
    expect(leftovers).toEqual([])
  })

  it('that holds nothing of it stays as it is', async () => {
    const { content, removed } = await clean(photograph, 'jpeg')
    expect(content).toEqual(photograph)
    expect(removed).toEqual([])
  })

  it('that is cut off loses it all the same', async () => {
    const camera = photographFromCamera()
    const cut = camera.subarray(0, camera.indexOf('a film of') - 10)
    const { content } = await clean(cut, 'jpeg')
    expect(content.toString('latin1')).not.toMatch(/SecretCam|Jane/)
    expect(content.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
  })

  it('in which no picture is found is not taken for clean', async () => {
    const folder = temporaryFolder()
    const head = photographFromCamera().subarray(0, 300)
    expect(await cleaned(fileIn(folder, head), 'jpeg', folder)).toMatchObject({
      state: 'unreadable',
      why: 'broken',
      leftovers: [{ kind: 'unchecked' }],
    })
  })
})

describe('a PNG', () => {
  it('loses texts, times, place and device; keeps pixels and which way is up', async () => {
    const made = png(
      chunk('tEXt', Buffer.from('Author\0Jane Doe')),
      chunk('zTXt', Buffer.from('Comment\0\0x')),
      chunk('iTXt', Buffer.from('XML:com.adobe.xmp\0\0\0\0\0<x>Jane Doe</x>')),
      chunk('tIME', Buffer.alloc(7)),
      chunk('eXIf', cameraData()),
      chunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f])),
    )
    const withTail = Buffer.concat([made, Buffer.from('cropped away: Jane Doe')])
    const { content, removed } = await clean(withTail, 'png')
    expect(content.toString('latin1')).not.toMatch(/Jane|SecretCam|zTXt|tIME/)
    expect(content.length).toBe(
      png(chunk('gAMA', Buffer.alloc(4)), chunk('eXIf', Buffer.alloc(26))).length,
    )
    expect(content.subarray(content.indexOf('IDAT'))).toEqual(png().subarray(png().indexOf('IDAT')))
    expect(await orientation(content)).toBe(6)
    expect(removed).toEqual([{ kind: 'place-and-device', count: 1 }])
  })

  it('that holds nothing of it stays as it is', async () => {
    expect((await clean(png(), 'png')).content).toEqual(png())
  })
})
