import { create } from 'zustand';

type FrameDialog = 'palette' | 'shortcuts' | 'report' | 'safe-mode' | 'about' | 'updates';

/** Which dialog of the frame is open; one at a time. */
export const useOpenDialog = create<{ dialog: FrameDialog | null }>()(() => ({ dialog: null }));

export const openDialog = (dialog: FrameDialog | null): void => useOpenDialog.setState({ dialog });
