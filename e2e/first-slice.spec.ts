import { expect, PASSWORD, TICK, test } from './harness/test.ts';

// The first promise of the app, from end to end: window, contract, main process, core, socket, foreign peer, and back.
for (const language of ['en', 'zh'] as const) {
  test.describe(`with a server of the npm package, in ${language}`, () => {
    test.use({ language });

    test('a wrong password is named, the right one connects, and the server dying is seen', async ({
      bench,
      npmServer,
      words,
    }) => {
      await bench.connect(npmServer.url, 'wrong');
      const pane = bench.pane('devices');
      await expect(pane.getByRole('alert')).toContainText(words.wrongPassword);

      const form = pane.getByRole('form', { name: words.enterPassword });
      await form.getByRole('textbox', { name: words.enterPassword }).fill(PASSWORD);
      await form.getByRole('button', { name: words.connect, exact: true }).click();
      await bench.expectConnected(npmServer.url);
      await expect(pane.getByRole('alert')).toHaveCount(0);

      await npmServer.kill();
      await expect(bench.device(npmServer.url)).toContainText(words.gone);
      await expect(pane.getByRole('alert')).toContainText(words.gone);
    });

    test('a call with SET is answered, and both its packets are in the traffic', async ({
      bench,
      npmServer,
      words,
    }) => {
      await bench.connect(npmServer.url, PASSWORD);
      await bench.expectConnected(npmServer.url);
      await bench.call('SET', '/echo', '{ "gear": "D", "doors": [1, 2] }');
      const answer = bench.answer();
      await expect(answer).toContainText(words.success);
      await expect(answer).toContainText('gear');

      await bench.open('traffic');
      const request = bench.packets(words.sent, 'RPC SET', '/echo');
      await expect(request).toHaveCount(1);
      await expect(request).toContainText('{"gear":"D","doors":[1,2]}');
      await request.click();
      await expect(bench.field('flags')).toContainText('SET');
      await expect(bench.field('url')).toContainText('/echo');

      const reply = bench.packets(words.received, `RPC ${words.reply}`);
      await expect(reply).toHaveCount(1);
      await reply.click();
      await expect(bench.field('flags')).toContainText('REPLY');
    });

    test('a topic on both channels is subscribed, its values change, its packets are in the traffic', async ({
      bench,
      npmServer,
      words,
    }) => {
      await bench.connect(npmServer.url, PASSWORD);
      await bench.expectConnected(npmServer.url);
      await bench.subscribe(TICK);
      const topic = bench.topic(TICK);
      await expect(topic).toContainText('"count":');
      const before = await topic.innerText();
      await expect(topic).not.toHaveText(before);

      await bench.open('traffic');
      await expect(bench.packets(words.received, 'PUBLISH', TICK, words.quick).first()).toContainText('"quick":true');
      await expect(bench.packets(words.received, 'PUBLISH', TICK, words.normal).first()).toContainText('"quick":false');
    });
  });
}
