import type { Mail } from "./mailer.ts";

type Text = Omit<Mail, "to">;

export function invitationMail({ site, url, invitedBy }: { site: string; url: string; invitedBy: string }): Text {
  return {
    subject: `An invitation to ${site}`,
    text: [
      `${invitedBy} invites you to ${site}, a place for photos and videos.`,
      "Open this link within two weeks to make your account:",
      url,
      "If you do not know what this is about, you need do nothing.",
    ].join("\n\n"),
  };
}

export function passwordResetMail({ site, url }: { site: string; url: string }): Text {
  return {
    subject: `A new password for ${site}`,
    text: [
      `Somebody, you we hope, asked for a new password for your account at ${site}.`,
      "Open this link within an hour to set it. It works once:",
      url,
      "If it was not you, you need do nothing: your password stays as it is.",
    ].join("\n\n"),
  };
}
