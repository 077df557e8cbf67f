/** Left of the plot, and right of it. */
export const Y_AXIS_WIDTH = 60;
export const CHART_RIGHT = 12;
/** Above the plot, and below it: with the clock, or above another strip. */
export const CHART_TOP = 8;
export const X_AXIS_HEIGHT = 22;
export const STRIP_BOTTOM = 8;
