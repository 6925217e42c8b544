import type { ReactNode } from 'react';

export type Tone =
  | 'sent'
  | 'received'
  | 'rpc'
  | 'publish'
  | 'datagram'
  | 'stream'
  | 'control'
  | 'ok'
  | 'warning'
  | 'error'
  | 'muted';

interface BadgeProps {
  tone: Tone;
  /** Colour alone says nothing: a glyph or words go with it. */
  icon?: ReactNode;
  children?: ReactNode;
  boxed?: boolean;
  title?: string | undefined;
}

export function Badge({ tone, icon, children, boxed, title }: BadgeProps) {
  return (
    <span className="badge" data-tone={tone} data-boxed={boxed || undefined} title={title}>
      {icon}
      {children}
    </span>
  );
}
