import { describe, expect, it } from 'vitest'
import type { PassageReason } from '@homeward/schema/screening.ts'
import type { DraftContent } from '@homeward/schema/submission.ts'
import { partsOf } from '../../server/submissions/screening/parts.ts'
import { screen } from '../../server/submissions/screening/screen.ts'
import { content, places } from './places.ts'

const screened = (text: string, language = 'en', part = 'sections.results') =>
  screen([{ part, language, text }], places)

/** What is marked in a text, each passage as it stands there, with its reason. */
const marks = (text: string, language?: string, part?: string) =>
  screened(text, language, part).map(({ text: passage, reason }) => `${reason}: ${passage}`)

const file = 'attachments.7.fileName'

describe('what is marked, and why', () => {
  it.each<[PassageReason, string, string, string]>([
    ['person', 'en', 'Thanks go to our volunteer Petra Lindqvist for the room.', 'Petra Lindqvist'],
    ['person', 'en', 'We first met Mrs Ndlovu in the waiting room.', 'Ndlovu'],
    ['person', 'fr', 'Le mari de Salimata est resté au Niger.', 'Salimata'],
    ['person', 'bs', 'Zatim je Nermina pitala za posao.', 'Nermina'],
    ['person', 'tr', 'Rıfat Bey kızının okula dönmesini istedi.', 'Rıfat Bey'],
    ['person', 'so', 'Axmed Nuur wuxuu furtay dukaan.', 'Axmed Nuur'],
    ['person', 'ar', 'تتابع الأخصائية حالة الطفلة رهف منذ شهرين.', 'رهف'],
    ['person', 'ar', 'اتصلت أم قتيبة بالمركز مرتين.', 'أم قتيبة'],
    ['person', 'ru', 'Собеседование с Тагиром прошло спокойно.', 'Тагиром'],
    ['person', 'ru', 'Заявление Джумабаевой А. К. рассмотрено.', 'Джумабаевой А. К'],
    ['phone', 'en', "Her sister's mobile: 07700 900118.", '07700 900118'],
    ['phone', 'ar', 'رقم هاتف الجدة ٠٧٧٠ ٠٠٠ ١٢٣٤.', '٠٧٧٠ ٠٠٠ ١٢٣٤'],
    ['phone', 'ru', 'Телефон матери: +7 900 000-12-34.', '+7 900 000-12-34'],
    ['email', 'en', 'Send it to mina.karimi84@mail.example.', 'mina.karimi84@mail.example'],
    ['email', 'fr', 'Écrire à s.dogan (at) post (dot) example.', 's.dogan (at) post (dot) example'],
    ['identity-number', 'tr', 'T.C. kimlik no 10000000146 ile kayıtlı.', '10000000146'],
    ['identity-number', 'ru', 'СНИЛС подопечной 112-233-445 95.', '112-233-445 95'],
    ['identity-number', 'en', 'Their car, registration AB51 XYZ, was seen.', 'AB51 XYZ'],
    ['home-address', 'de', 'Er wohnt in der Lindenstraße 14b.', 'Lindenstraße 14b'],
    ['case-number', 'en', 'Case no. CH/19/0042 concerns the younger sister.', 'CH/19/0042'],
    ['birth-date', 'fr', 'Né le 02/09/2005, le jeune vit chez sa tante.', '02/09/2005'],
    ['handle', 'en', 'On Telegram he goes by desert_fox_99.', 'desert_fox_99'],
  ])('%s, in %s: %s', (reason, language, text, passage) => {
    expect(marks(text, language)).toContain(`${reason}: ${passage}`)
  })

  it.each([
    ['en', "The postman's widow in Inishmurl came back on 12 June 2018 with two grandchildren."],
    ['fr', 'La fille de l’institutrice de Vernolles est revenue en février 2018.'],
    ['ar', 'عادت إلى قرية تل السنابل عائلة واحدة في نيسان 2021.'],
    ['ru', 'В ауле Кызыл-Тоо дочь пекаря вернулась в сентябре 2019 года.'],
  ])('a small place, a date and one family together, without a name, in %s', (language, text) => {
    expect(marks(text, language)).toEqual([`combination: ${text}`])
  })

  it('names in the names of files, whatever parts their words', () => {
    expect(marks('consent_form_Amina-Warsame.pdf', 'en', file)).toEqual(['person: Amina-Warsame'])
    expect(marks('ActaEntrevistaYaquelinMosquera.pdf', 'es', file)).toHaveLength(1)
    expect(marks('анкета_Шарипова_Гульнара.pdf', 'ru', file)).toHaveLength(1)
    expect(marks('استمارة_قيس_الراوي.docx', 'ar', file)).toHaveLength(1)
    expect(marks('annual-report-2021-final-v2.pdf', 'en', file)).toEqual([])
  })
})

describe('what is left alone', () => {
  it.each([
    ['years and amounts', 'en', 'Between 2014 and 2019 it cost EUR 1,250,000, or 93.7 %.'],
    ['a statute', 'es', 'La Ley 975 de 2005 y el Decreto 4760 siguen vigentes.'],
    ['a resolution', 'en', 'It answers Security Council resolution 2396 (2017).'],
    ['who holds public office', 'en', 'Deputy Mayor Jonas Feldt chaired the meeting.'],
    ['who holds public office', 'bs', 'Ministar sigurnosti Vladan Petrović otvorio je skup.'],
    ['who holds public office', 'ar', 'افتتح محافظ نينوى نجم الجبوري المركز.'],
    ['who holds public office', 'ru', 'Министр юстиции Азиз Каримов открыл конференцию.'],
    ['an institution named after somebody', 'de', 'Das Gespräch fand im Anne-Frank-Haus statt.'],
    ['a street named after somebody', 'fr', 'La rue Jean-Jaurès longe le centre Simone-Veil.'],
    ['a cited author', 'en', 'As Khosrokhavar (2014) writes, paths differ.'],
    ['a public line', 'en', 'Call the 24-hour helpline on 0808 157 0400.'],
    ['a public mailbox', 'it', 'Scrivere a servizi.sociali@comune.example.'],
    ['an office', 'de', 'Das Büro in der Hauptstraße 12 ist barrierefrei.'],
    ['many families', 'ru', 'В мае 2019 года в сёлах района прошли встречи с 200 жителями.'],
    ['words that are also names', 'ru', 'Вера в себя и надежда помогают людям.'],
    ['words that are also names', 'ar', 'الصبر جميل، والعمل أمل، والسلام عادل.'],
  ])('%s, in %s', (_what, language, text) => {
    expect(marks(text, language)).toEqual([])
  })

  it('what an entry names as its organisation', () => {
    const text = 'In the first year Sarvestan said that it would open a second house.'
    expect(marks(text)).toEqual(['person: Sarvestan'])
    const organisation = { part: 'organisation', language: 'en', text: 'Sarvestan Foundation' }
    const section = { part: 'sections.results', language: 'en', text }
    expect(screen([organisation, section], places)).toEqual([])
  })
})

describe('passages', () => {
  it('stand where they are said to, also after signs of two units', () => {
    const text = '👩‍👧 Ça va: the boy Tariq (9) and his mother, +44 7700 900321.'
    const found = screened(text)
    expect(found.map(({ reason }) => reason)).toEqual(['person', 'phone'])
    for (const { start, end, text: passage } of found) expect(text.slice(start, end)).toBe(passage)
  })

  it('keep their key while they stay the same, wherever they move, and not in another part', () => {
    const [before] = screened('We met Samira Benhaddou.')
    const [after] = screened('Two days later we met Samira Benhaddou again.')
    const [elsewhere] = screened('We met Samira Benhaddou.', 'en', 'sections.lessons')
    expect(after?.key).toBe(before?.key)
    expect(elsewhere?.key).not.toBe(before?.key)
  })

  it('are found in every part of a draft and of its documents', () => {
    const name = 'Samira Benhaddou'
    const draft: DraftContent = {
      language: 'en',
      title: `Work with ${name}`,
      summary: `Written with ${name}.`,
      sections: { results: `We met ${name}.` },
      outcomes: [{ outcome: `Better for ${name}` }],
      means: { staff: `One volunteer, ${name}` },
      sources: [{ title: 'Report', url: 'https://t.me/little_lion_92' }],
    }
    const documents = [{ id: '7', fileName: 'Samira_Benhaddou.pdf', text: `Consent of ${name}` }]
    expect(screen(partsOf(draft, documents), places).map(({ part }) => part)).toEqual([
      'title',
      'summary',
      'sections.results',
      'outcomes.0.outcome',
      'means.staff',
      'sources.0.url',
      'attachments.7.fileName',
      'attachments.7.text',
    ])
  })
})

it('marks nothing in the starting content', () => {
  const found = content.entries.flatMap(({ frontMatter, sections }) => {
    const parts = partsOf({ ...draftOf(frontMatter), sections })
    return screen(parts, places).map(({ part, text }) => `${frontMatter.id} ${part}: ${text}`)
  })
  expect(content.entries.length).toBeGreaterThan(100)
  expect(found).toEqual([])
})

type FrontMatter = (typeof content.entries)[number]['frontMatter']

function draftOf(front: FrontMatter): DraftContent {
  const { language, title, summary, organisation, partners, sources } = front
  return {
    language,
    title,
    summary,
    organisation,
    partners,
    sources,
    ...('outcomes' in front && front.outcomes ? { outcomes: front.outcomes } : {}),
    ...('means' in front && front.means ? { means: front.means } : {}),
  }
}
