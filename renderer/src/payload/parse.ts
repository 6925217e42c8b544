/** A number that JavaScript would write in other digits than it came in, such as 1.10 or one beyond 2⁵³. A Date, so that it is told from the objects that come with JSON. */
class ExactNumber extends Date {
  readonly digits: string;

  constructor(digits: string) {
    super(0);
    this.digits = digits;
  }

  override toISOString(): string {
    return this.digits;
  }
}

/** A reviver for `JSON.parse`, which hands it the digits as they stand in the text. */
export function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || !context?.source) return value;
  return String(value) === context.source ? value : new ExactNumber(context.source);
}
