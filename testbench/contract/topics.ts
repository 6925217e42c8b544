/** Of one topic and what came on it before. */
export const topicCommands = {} as const;
