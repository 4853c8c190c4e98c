import { folderOf, type Kind } from '@homeward/schema/names.ts'

/** Where mails about cities lead: pages of the site. @param site its address, without a slash at the end */
export const links = (site: string) => ({
  cityRequests: `${site}/admin/cities`,
  myCities: `${site}/my/cities`,
  team: (slug: string) => `${site}/my/cities/${slug}`,
  cityQuestions: (slug: string) => `${site}/my/cities/${slug}/questions`,
  /** The token stands behind the `#`, so that it is in no log. */
  invitation: (token: string) => `${site}/join#${token}`,
  myQuestions: `${site}/my/questions`,
  entryRequests: `${site}/moderation/requests`,
  entry: ({ kind, slug }: { kind: Kind; slug: string }) => `${site}/${folderOf[kind]}/${slug}`,
})
