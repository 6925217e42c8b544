import type { Job, Topic } from './topic.ts';
import { computeAll } from './values/compute.ts';

/**
 * Lets topics say what they have to say now, those of them that anybody hears: nothing is computed for the others.
 * `onlyNew`: where that is another than the last time. False: nobody hears any of them.
 */
export function speak(topics: readonly Topic[], onlyNew: boolean = false): boolean {
  const heard = topics.filter(({ isHeard }) => isHeard);
  if (heard.length === 0) return false;
  const jobs: Job[] = [];
  for (const topic of heard) {
    const job = topic.next();
    if (job !== undefined) jobs.push(job);
  }
  const outcomes = computeAll(jobs);
  for (const [place, job] of jobs.entries()) {
    const outcome = outcomes[place];
    if (outcome !== undefined) job.topic.say(job, outcome, onlyNew);
  }
  return true;
}
