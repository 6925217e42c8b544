// What runs beside JSONata in its realm. Only numbers and strings go in and come out: an object of the bench in there
// would be a way to everything the process can do.

/** Elements of one list, and characters of one text, that an expression may make. */
const MAX_LENGTH = 1_000_000;
/** Characters of JSON that it may answer: no packet holds more. */
const MAX_RESULT = 262_144;
const KEPT_STATES = 32;
/** Calls in each other. Near the end of the stack V8 gives up the process where it has a regex to compile. */
const MAX_DEPTH = 400;
/** Signs of an expression that make its parser call itself. */
const MAX_NESTING = 200;

/** A script that comes to the sandbox: functions `compile`, `forget` and `evaluate`. */
export const sandboxSource = (jsonata: string): string => `'use strict';
(() => {
  const refuse = (message) => { throw { code: 'LIMIT', message }; };
  const tooLong = (what) => refuse(what + ' of more than ${MAX_LENGTH} ' + (what === 'a list' ? 'elements' : 'characters'));

  const { concat: concatLists, join } = Array.prototype;
  const { concat: concatTexts } = String.prototype;
  const lengthOf = (item) => (Array.isArray(item) ? item.length : 1);
  Array.prototype.concat = function (...others) {
    if (others.reduce((sum, each) => sum + lengthOf(each), this.length) > ${MAX_LENGTH}) tooLong('a list');
    return concatLists.apply(this, others);
  };
  Array.prototype.join = function (separator) {
    let length = this.length * String(separator ?? ',').length;
    for (const each of this) if (typeof each === 'string') length += each.length;
    if (length > ${MAX_LENGTH}) tooLong('a text');
    return join.call(this, separator);
  };
  String.prototype.concat = function (other) {
    if (this.length + String(other).length > ${MAX_LENGTH}) tooLong('a text');
    return concatTexts.call(this, other);
  };
  function List(size) {
    if (size > ${MAX_LENGTH}) tooLong('a list');
    return new Array(size);
  }
  List.isArray = Array.isArray;
  List.from = Array.from;
  List.prototype = Array.prototype;

  // Of these an expression could climb to what all values share.
  for (const key of ['__proto__', '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__', 'constructor']) {
    delete Object.prototype[key];
  }

  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const window = {
    btoa(text) {
      let coded = '';
      for (let at = 0; at < text.length; at += 3) {
        const [a, b, c] = [0, 1, 2].map((each) => text.charCodeAt(at + each) & 255);
        const digits = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
        coded += digits.map((digit, each) => (at + each > text.length ? '=' : DIGITS[digit])).join('');
      }
      return coded;
    },
    atob(coded) {
      let text = '';
      let bits = 0;
      let count = 0;
      for (const digit of coded) {
        const value = DIGITS.indexOf(digit);
        if (value < 0) continue;
        bits = ((bits << 6) | value) & 0xffffff;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        text += String.fromCharCode((bits >> count) & 255);
      }
      return text;
    },
  };
  const jsonata = ((Array) => {
    const module = { exports: {} };
    const exports = module.exports;
    ${jsonata}
    ;return module.exports;
  })(List);

  let seed = 0;
  // mulberry32
  Math.random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };

  const replace = jsonata('$replace').evaluate({}).implementation;
  const functions = [
    ['sin', (x) => x === undefined ? x : Math.sin(x), '<n-:n>'],
    ['cos', (x) => x === undefined ? x : Math.cos(x), '<n-:n>'],
    ['tan', (x) => x === undefined ? x : Math.tan(x), '<n-:n>'],
    ['atan2', (y, x) => Math.atan2(y, x), '<nn:n>'],
    ['exp', (x) => x === undefined ? x : Math.exp(x), '<n-:n>'],
    ['ln', (x) => x === undefined ? x : Math.log(x), '<n-:n>'],
    ['clamp', (x, low, high) => x === undefined ? x : Math.min(high, Math.max(low, x)), '<n-nn:n>'],
    ['pad', (text, width, filling) => {
      if (text === undefined) return text;
      if (Math.abs(width) > ${MAX_LENGTH}) tooLong('a text');
      return width < 0 ? text.padStart(-width, filling) : text.padEnd(width, filling);
    }, '<s-ns?:s>'],
    ['replace', function (text, pattern, replacement, limit) {
      if (typeof replacement === 'string' && text !== undefined) {
        const times = Math.min(limit ?? Infinity, text.length + 1);
        if (times * replacement.length > 100 * ${MAX_LENGTH}) tooLong('a text');
      }
      return replace.call(this, text, pattern, replacement, limit);
    }, '<s-(sf)(sf)n?:s>'],
    ['eval', () => refuse('$eval is not there: what is not written in the file is not run'), '<sx?:x>'],
  ];

  const isFunction = (value) =>
    typeof value === 'function' || (typeof value === 'object' && value !== null &&
      (value._jsonata_lambda === true || value._jsonata_function === true));
  // Lists are left as they are: JSONata writes on them what it needs to know of them.
  const freeze = (_key, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.freeze(value) : value;

  const states = new Map();
  const stateOf = (text) => {
    const known = states.get(text);
    if (known !== undefined) return known;
    if (states.size >= ${KEPT_STATES}) states.clear();
    const state = JSON.parse(text, freeze);
    states.set(text, state);
    return state;
  };

  const told = (error) => {
    if (typeof error !== 'object' || error === null) return { message: 'failed' };
    if (error instanceof RangeError) return { message: 'calls itself too deep, or makes something too long' };
    const { message, position, value } = error;
    const isOwn = error.code === undefined;
    const text = typeof message === 'string' && message !== '' ? message : typeof value === 'string' ? value : 'failed';
    return { message: (isOwn ? 'cannot be computed: ' : '') + text.slice(0, 500), position: typeof position === 'number' ? position : undefined };
  };

  let depth = 0;
  const enter = () => {
    depth += 1;
    if (depth > ${MAX_DEPTH}) refuse('calls itself too deep');
  };
  const leave = () => {
    depth -= 1;
  };
  const checkNesting = (whole) => {
    const text = whole.replace(/"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'/g, '');
    let open = 0;
    let most = 0;
    let nesting = 0;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      if (sign === '(' || sign === '[' || sign === '{') most = Math.max(most, (open += 1));
      else if (sign === ')' || sign === ']' || sign === '}') open = Math.max(0, open - 1);
      else if (sign === ';' || sign === ',') nesting = 0;
      else if (sign === '?' || sign === '=' || sign === '-' || sign === '|' || sign === '+' || sign === '*' || sign === '&') nesting += 1;
      if (most > ${MAX_NESTING} || nesting > ${MAX_NESTING}) refuse('has more than ${MAX_NESTING} brackets or operators in each other');
    }
  };

  const expressions = new Map();
  let nextId = 0;
  return {
    /** Its id, or why it is none as JSON. */
    compile(text) {
      try {
        const own = /\\$clone(?!\\s*\\()/.exec(text);
        if (own) return JSON.stringify({ message: '$clone can only be called', position: own.index });
        if (text.includes('$__')) refuse('names that begin with $__ are taken');
        checkNesting(text);
        const expression = jsonata(text);
        expression.assign('__evaluate_entry', enter);
        expression.assign('__evaluate_exit', leave);
        for (const each of functions) expression.registerFunction(...each);
        expression.assign('pi', Math.PI);
        expressions.set(++nextId, expression);
        return nextId;
      } catch (error) {
        return JSON.stringify(told(error));
      }
    },
    forget(id) {
      expressions.delete(id);
    },
    /** =JSON, ? where it comes to nothing, or ! and why as JSON. */
    evaluate(id, stateText, requestText, ms, count, newSeed) {
      seed = newSeed;
      depth = 0;
      try {
        const input = { get state() { return stateOf(stateText); }, ms, count };
        if (requestText !== '') {
          let request;
          Object.defineProperty(input, 'request', { enumerable: true, get: () => (request ??= JSON.parse(requestText, freeze)) });
        }
        const result = expressions.get(id).evaluate(input, {});
        if (result === undefined) return '?';
        if (isFunction(result)) refuse('it is a function, not a value');
        const text = JSON.stringify(result, (_key, value) => (isFunction(value) ? undefined : value));
        if (text.length > ${MAX_RESULT}) refuse('it comes to ' + text.length + ' characters of JSON, more than ${MAX_RESULT}');
        return '=' + text;
      } catch (error) {
        return '!' + JSON.stringify(told(error));
      }
    },
  };
})()`;
