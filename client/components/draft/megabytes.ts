/** '1.4', of bytes: in megabytes as people count them. */
export const megabytes = (bytes: number): string => String(Math.ceil(bytes / 104_857.6) / 10)
