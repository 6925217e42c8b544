import {
  Ban,
  CircleCheck,
  CircleHelp,
  CirclePause,
  CirclePlay,
  CircleX,
  HardDriveDownload,
  LoaderCircle,
  PowerOff,
} from 'lucide-react';
import type { Transfer } from '../../../../testbench/contract.ts';

export function StateGlyph({ state }: { state: Transfer['state']['name'] }) {
  switch (state) {
    case 'asking':
    case 'linking':
      return <LoaderCircle className="spin" />;
    case 'running':
      return <CirclePlay />;
    case 'paused':
      return <CirclePause />;
    case 'finishing':
      return <HardDriveDownload />;
    case 'deciding':
      return <CircleHelp />;
    case 'done':
      return <CircleCheck />;
    case 'failed':
      return <CircleX />;
    case 'cancelled':
      return <Ban />;
    case 'interrupted':
      return <PowerOff />;
  }
}
