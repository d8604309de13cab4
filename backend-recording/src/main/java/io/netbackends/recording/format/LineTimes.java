// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

/** Formats the times in lines of text. */
interface LineTimes {
    /** Omits the times. */
    LineTimes NONE = new LineTimes() {
        @Override
        public String before(Event event) {
            return "";
        }

        @Override
        public String after(Event event) {
            return "";
        }
    };

    /** Returns the text before each line of an event. */
    String before(Event event);

    /**
     * Returns the text after an event that is not data. Called once for each event, including data, before its first line.
     */
    String after(Event event);
}
