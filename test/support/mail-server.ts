import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Mailer, openMailer } from "@mediashare/web";
import { SMTPServer } from "smtp-server";
import { waitFor } from "./wait-for.ts";

/** A real SMTP server that keeps what it gets. */
export interface MailServer {
  readonly mailer: Mailer;
  /** The text of the next mail to this address that was not asked for yet. */
  next(address: string): Promise<string>;
  sentTo(address: string): number;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: { readonly to: string; readonly content: string; taken: boolean }[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData: (stream, session, done) => {
      void text(stream).then((content) => {
        // Quoted-printable breaks long lines, and so links.
        const whole = content.replace(/=\r\n/g, "").replaceAll("=3D", "=");
        for (const { address } of session.envelope.rcptTo) mails.push({ to: address, content: whole, taken: false });
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const mailer = openMailer({ url: `smtp://127.0.0.1:${port}`, from: "Mediashare <site@people.test>" });
  const waiting = (address: string) => mails.find(({ to, taken }) => to === address && !taken);
  return {
    mailer,
    next: async (address) => {
      await waitFor(`a mail to ${address}`, () => waiting(address) !== undefined);
      const mail = waiting(address) as (typeof mails)[number];
      mail.taken = true;
      return mail.content;
    },
    sentTo: (address) => mails.filter(({ to }) => to === address).length,
    stop: async () => {
      mailer.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
