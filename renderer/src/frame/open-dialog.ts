import { create } from 'zustand';

/** Which dialog of the frame is open; one at a time. */
export const useOpenDialog = create<{ dialog: 'palette' | 'shortcuts' | null }>()(() => ({ dialog: null }));

export const openDialog = (dialog: 'palette' | 'shortcuts' | null): void => useOpenDialog.setState({ dialog });
