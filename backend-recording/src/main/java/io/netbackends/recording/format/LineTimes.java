// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

/** What lines of text tell of times, if anything. */
interface LineTimes {
    /** Nothing. */
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

    /** Returns what stands before a line of an event. */
    String before(Event event);

    /** Returns what stands after an event that is not data; called once for each event, data too, before its first line. */
    String after(Event event);
}
