/** The embedded queue checks no signature, but the SDK wants credentials to sign with. */
export const embeddedCredentials = { accessKeyId: "local", secretAccessKey: "local" } as const;

export const queueNames = { tasks: "mediashare-tasks", deadLetters: "mediashare-dead-letters" } as const;

export function queueUrl(port: number, name: string): string {
  return `http://127.0.0.1:${port}/000000000000/${name}`;
}
