import { expect, test, vi } from 'vitest';
import { LearnedShapes } from '../../src/json/learned.ts';
import { Shape } from '../../src/json/shape.ts';

function read(shapes: LearnedShapes, text: string): unknown {
  const bytes = Buffer.from(`/url${text}`);
  return shapes.read(bytes, 4, bytes.length - 4);
}

test('a shape is learned from what comes often, not from what comes once', () => {
  const shapes = new LearnedShapes();
  const answers = Array.from({ length: 20 }, (_, n) => read(shapes, `{"speed":${n}}`));
  expect(answers[0]).toBeUndefined();
  expect(answers.at(-1)).toEqual({ speed: 19 });
});

test('a shape that fits no more is given up for the next', () => {
  const shapes = new LearnedShapes();
  for (let n = 0; n < 100; n += 1) read(shapes, `{"speed":${n}}`);
  const answers = Array.from({ length: 200 }, (_, n) => read(shapes, `{"speed":${n},"gear":"D"}`));
  expect(answers[0]).toBeUndefined();
  expect(answers.at(-1)).toEqual({ speed: 199, gear: 'D' });
});

test('of a peer whose texts never look alike, ever less is learned', () => {
  const learn = vi.spyOn(Shape, 'of');
  const shapes = new LearnedShapes();
  for (let n = 0; n < 20_000; n += 1) read(shapes, `{"sp${n}":1}`);
  expect(learn.mock.calls.length).toBeLessThan(30);
  learn.mockRestore();
});
