import type { ReactNode } from 'react';

/** An empty pane teaches: one sentence and one button. */
export function EmptyState({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p>{text}</p>
      {children}
    </div>
  );
}
