import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** Under an editor: what is wrong, and what can be done. Always there, so that nothing moves when something is wrong. */
export function EditorFoot({ problem, children }: { problem: string | null; children?: ReactNode }) {
  return (
    <div className="editor-foot">
      <span className="editor-problem cut" role="status" title={problem ?? undefined}>
        {problem && (
          <>
            <CircleAlert />
            {problem}
          </>
        )}
      </span>
      {children}
    </div>
  );
}
