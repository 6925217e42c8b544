import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import type { Steps } from './steps.ts';

/** Characters. */
const MAX_TEXT = 4_194_304;
/** Lists and objects in each other: what composes them calls itself for each. */
const MAX_DEPTH = 100;
const MAX_PARTS = 2_000_000;
/** Words and signs in one step: a fraction of a ms. */
const STEP = 256;

export interface TextProblem {
  message: string;
  start: number;
  end: number;
  isWarning?: boolean;
}

export interface ReadDocument {
  document: Document.Parsed | undefined;
  lines: LineCounter;
  problems: TextProblem[];
}

/** Reads YAML 1.2, of which JSON is a part. Never throws: beyond a limit it goes no further. */
export function* readDocument(text: string): Steps<ReadDocument> {
  const lines = new LineCounter();
  const problems: TextProblem[] = [];
  const failed = (message: string, at: number): ReadDocument => {
    problems.push({ message, start: at, end: at + 1 });
    return { document: undefined, lines, problems };
  };
  lines.addNewLine(0);
  if (text.length > MAX_TEXT) return failed(`expected at most ${MAX_TEXT} characters, got ${text.length}`, 0);

  const parser = new Parser(lines.addNewLine);
  // Twice the same key is found below: the library looks at each pair of keys.
  const composer = new Composer({ lineCounter: lines, merge: true, uniqueKeys: false, prettyErrors: false });
  const documents: Document.Parsed[] = [];
  const compose = (tokens: Iterable<CST.Token>) => {
    for (const token of tokens) documents.push(...composer.next(token));
  };
  let parts = 0;
  for (const lexeme of new Lexer().lex(text)) {
    compose(parser.next(lexeme));
    if (parser.stack.length > MAX_DEPTH) return failed(`expected at most ${MAX_DEPTH} levels`, parser.offset);
    parts += 1;
    if (parts % STEP === 0) yield;
    if (parts > MAX_PARTS) return failed(`expected at most ${MAX_PARTS} words and signs`, parser.offset);
  }
  const rest = [...parser.end()];
  yield;
  compose(rest);
  documents.push(...composer.end(true, text.length));

  const [document, second] = documents;
  for (const error of document?.errors ?? []) problems.push(problemOf(error.message, error.pos));
  for (const warning of document?.warnings ?? []) {
    problems.push({ ...problemOf(warning.message, warning.pos), isWarning: true });
  }
  if (second !== undefined) {
    const [start] = second.range;
    problems.push({ message: 'expected one document; a second one begins here', start, end: start + 3 });
  }
  return { document, lines, problems };
}

function problemOf(message: string, [start, end]: [number, number]): TextProblem {
  return { message: `${message.charAt(0).toLowerCase()}${message.slice(1)}`, start, end };
}
