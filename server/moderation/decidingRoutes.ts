import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  Appeal,
  AppealDecision,
  Approval,
  BulkDecision,
  BulkOutcome,
  ChangesAsked,
  Checklist,
  ChecklistAnswer,
  Rejection,
  Standing,
  VerdictList,
} from '@homeward/schema/moderation.ts'
import { checklistItems } from '@homeward/schema/names.ts'
import { personOf } from '../platform/http/access.ts'
import { readable } from '../submissions/acting.ts'
import { askedBy, Id, tags as submissionTags } from '../submissions/asking.ts'
import { appeal, decideAppeal } from './appeals.ts'
import { decideSeveral } from './bulk.ts'
import { checkItem, checklistOf } from './checklists.ts'
import { claim, release } from './claiming.ts'
import { decide, decisionOf } from './deciding.ts'
import { moderatorsOnly } from './reading.ts'
import type { Setting } from './setting.ts'
import { consider, standingOf } from './standing.ts'

const tags = ['Moderation']
const config = { access: 'moderator' } as const
const conflict =
  '409 where it is not as `seen` says, or a colleague has it: the problem’s `standing` says how it is now, and who decided.'
const Standings = { 200: Type.Ref('Standing') }
const Item = Type.Object({ ...Id.properties, item: Type.Enum([...checklistItems]) })

/** What moderators decide on what was handed in. */
export const decidingRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  app.addSchema(Standing)

  app.get(
    '/submissions/:id/standing',
    {
      config,
      schema: {
        tags,
        summary: 'How a submission stands between moderators',
        description:
          'Who has it, what is live, what you may do. A decision sends it back as `seen`.',
        params: Id,
        response: Standings,
      },
    },
    async (request) => {
      const draft = await readable(setting, askedBy(request))
      moderatorsOnly(draft)
      return standingOf(await consider(setting.database.db, draft), personOf(request))
    },
  )

  app.post(
    '/submissions/:id/claim',
    {
      config,
      schema: {
        tags,
        summary: 'Take a submission to read it',
        description: 'Again: hold on to it. It lapses by itself. 409 where a colleague has it.',
        params: Id,
        response: Standings,
      },
    },
    (request) => claim(setting, askedBy(request)),
  )

  app.post(
    '/submissions/:id/release',
    {
      config,
      schema: {
        tags,
        summary: 'Hand a submission back to the queue',
        params: Id,
        response: Standings,
      },
    },
    (request) => release(setting, askedBy(request)),
  )

  app.post(
    '/submissions/:id/request-changes',
    {
      config,
      schema: {
        tags,
        summary: 'Ask the authors for changes',
        description: `The same revision opens again, and they are told why. ${conflict}`,
        params: Id,
        body: ChangesAsked,
        response: Standings,
      },
    },
    (request) => {
      const { seen, ...sent } = request.body
      return decide(setting, askedBy(request), seen, decisionOf('request-changes', sent))
    },
  )

  app.post(
    '/submissions/:id/approve',
    {
      config,
      schema: {
        tags,
        summary: 'Publish a submission',
        description: `In place of what is live in its language: \`seen.live\` names it. Refused while suggested wordings wait for the authors, unless \`withdrawSuggestions\`. ${conflict}`,
        params: Id,
        body: Approval,
        response: Standings,
      },
    },
    (request) => {
      const { seen, ...sent } = request.body
      return decide(setting, askedBy(request), seen, decisionOf('approve', sent))
    },
  )

  app.post(
    '/submissions/:id/reject',
    {
      config,
      schema: {
        tags,
        summary: 'Reject a submission',
        description: `With a reason from the list, and in words. Its authors can appeal once. ${conflict}`,
        params: Id,
        body: Rejection,
        response: Standings,
      },
    },
    (request) => {
      const { seen, ...sent } = request.body
      return decide(setting, askedBy(request), seen, decisionOf('reject', sent))
    },
  )

  app.post(
    '/moderation/decisions',
    {
      config,
      schema: {
        tags,
        summary: 'Decide on several submissions',
        description:
          'The same act with one reason. Each is decided by itself: the answer says of each whether it was, and if not, why.',
        body: BulkDecision,
        response: { 200: BulkOutcome },
      },
    },
    (request) => decideSeveral(setting, personOf(request), request.body, request.log),
  )

  app.post(
    '/submissions/:id/appeal',
    {
      config: { access: 'member' },
      schema: {
        tags: submissionTags,
        summary: 'Ask that someone else decide on a rejection',
        description: 'Once for each submission. Another moderator decides, or an administrator.',
        params: Id,
        body: Appeal,
        response: { 200: VerdictList },
      },
    },
    (request) => appeal(setting, askedBy(request), request.body.text),
  )

  app.post(
    '/submissions/:id/appeal/decide',
    {
      config,
      schema: {
        tags,
        summary: 'Decide an appeal',
        description:
          'By another moderator than who rejected it. Overturned, the submission waits for a new decision. Its authors are told, with the reason.',
        params: Id,
        body: AppealDecision,
        response: Standings,
      },
    },
    (request) => decideAppeal(setting, askedBy(request), request.body),
  )

  app.get(
    '/submissions/:id/checklist',
    {
      config,
      schema: {
        tags,
        summary: 'What moderators found of a submission',
        params: Id,
        response: { 200: Checklist },
      },
    },
    (request) => checklistOf(setting, askedBy(request)),
  )

  app.put(
    '/submissions/:id/checklist/:item',
    {
      config,
      schema: {
        tags,
        summary: 'Say what you found of one item',
        params: Item,
        body: ChecklistAnswer,
        response: { 200: Checklist },
      },
    },
    (request) => checkItem(setting, askedBy(request), request.params.item, request.body),
  )
}
