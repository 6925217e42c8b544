import { type Command, Option } from 'commander';
import { duration, positiveInteger } from '../arguments.ts';
import type { ConvertOptions, ShowOptions } from '../capture-files.ts';
import { Output } from '../output.ts';
import type { RecordOptions } from '../record.ts';
import { type CommonOptions, type Done, withCommon, withConnection } from './common.ts';

const RECORD_HELP = `
What is subscribed, and every other packet of the connections, goes into a pcapng file that Wireshark opens, too; it is on
the disk twice a second. With --json a line at the end: {"file":"…","packets":120,"bytes":20480,"lost":0,"seconds":5.2}

Examples:
  vsoa-testbench record vsoa://127.0.0.1:3005/ --to drive.pcapng --for 10m
  vsoa-testbench record vsoa://10.0.0.7:3005/body/ vsoa://10.0.0.8:3005/ --to both.pcapng --count 100`;
const SHOW_HELP = `
Reads pcapng and pcap, also those of tcpdump and Wireshark. The filter language is that of the window (docs/filter.md).
With --json a packet a line: the fields of docs/files.md, and those of the header by name: flags, pad, status, seqno, tunid,
urlLength, paramLength, dataLength.

Examples:
  vsoa-testbench show drive.pcapng --filter 'type == rpc && status != 0'
  vsoa-testbench show drive.pcapng --filter 'url =~ /door/' --count 20 --json`;
const CONVERT_HELP = `
The form is that of --to, or of the name of --out. Without --out it goes to stdout. With --out and --json a line at the end:
{"file":"…","packets":120,"bytes":20480}

Examples:
  vsoa-testbench convert drive.pcapng --to jsonl > drive.jsonl
  vsoa-testbench convert drive.pcapng --out doors.pcapng --filter 'url =~ /door/'`;

export function defineTraffic(program: Command, done: Done): void {
  withConnection(program.command('record').argument('<url...>', 'vsoa://host:port/path of what is subscribed'))
    .description('Record the traffic of subscriptions into a file.')
    .requiredOption('--to <file>', 'pcapng file')
    .option('--force', 'replace the file where there is one')
    .option('--count <n>', 'end after so many messages', positiveInteger)
    .option('--for <time>', 'end after this time', duration)
    .addHelpText('after', RECORD_HELP)
    .action(async (urls: string[], options: RecordOptions & CommonOptions) => {
      const { record } = await import('../record.ts');
      done(await record(urls, options, new Output(options)));
    });

  withCommon(program.command('show').argument('<file>', 'pcapng or pcap'))
    .description('Print the packets of a traffic file.')
    .option('--filter <filter>', 'only those')
    .option('--count <n>', 'end after so many', positiveInteger)
    .addHelpText('after', SHOW_HELP)
    .action(async (file: string, options: ShowOptions & CommonOptions) => {
      const { show } = await import('../capture-files.ts');
      done(await show(file, options, new Output(options)));
    });

  withCommon(program.command('convert').argument('<file>', 'pcapng or pcap'))
    .description('Write a traffic file in another form.')
    .addOption(new Option('--to <form>', 'form of what is written').choices(['jsonl', 'csv', 'pcapng']))
    .option('--out <file>', 'where to, by default stdout')
    .option('--force', 'replace the file where there is one')
    .option('--filter <filter>', 'only those')
    .addHelpText('after', CONVERT_HELP)
    .action(async (file: string, options: ConvertOptions & CommonOptions) => {
      const { convert } = await import('../capture-files.ts');
      done(await convert(file, options, new Output(options)));
    });
}
