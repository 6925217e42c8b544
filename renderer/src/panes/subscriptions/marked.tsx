interface MarkedProps {
  /** What is shown: a part of `whole`, from `from` on. */
  text: string;
  whole: string;
  from: number;
  /** What was searched for, in small letters; '' for nothing. */
  wanted: string;
}

/** A part of a text in which what was searched for is marked, wherever in the whole it begins. */
export function Marked({ text, whole, from, wanted }: MarkedProps) {
  const at = wanted === '' ? -1 : whole.toLowerCase().indexOf(wanted);
  const start = Math.max(0, at - from);
  const end = Math.min(text.length, at + wanted.length - from);
  if (at < 0 || end <= start) return text;
  return (
    <>
      {text.slice(0, start)}
      <mark>{text.slice(start, end)}</mark>
      {text.slice(end)}
    </>
  );
}
