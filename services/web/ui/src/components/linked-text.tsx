import { messages } from "../messages.ts";

const address = /(https:\/\/[^\s<>"]+[^\s<>".,;)])/;

/** Text in which addresses are links. */
export function LinkedText({ text }: { text: string }) {
  return text.split(address).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={part} href={part} target="_blank" rel="noreferrer noopener">
        {URL.parse(part)?.host ?? part}
        <span className="visually-hidden"> {messages.info.newTab}</span>
      </a>
    ),
  );
}
