// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

/**
 * Handles every kind of event: a visitor that lacks a new kind does not compile.
 *
 * @param <R> what each method returns
 */
public interface EventVisitor<R> {
    /**
     * Handles {@link Event.Opened}.
     *
     * @param event the event
     * @return what {@link Event#accept} returns
     */
    R opened(Event.Opened event);

    /**
     * Handles {@link Event.Continued}.
     *
     * @param event the event
     * @return what {@link Event#accept} returns
     */
    R continued(Event.Continued event);

    /**
     * Handles {@link Event.ConnectFailed}.
     *
     * @param event the event
     * @return what {@link Event#accept} returns
     */
    R connectFailed(Event.ConnectFailed event);

    /**
     * Handles {@link Event.Data}.
     *
     * @param event the event
     * @return what {@link Event#accept} returns
     */
    R data(Event.Data event);

    /**
     * Handles {@link Event.Tls}.
     *
     * @param event the event
     * @return what {@link Event#accept} returns
     */
    R tls(Event.Tls event);

    /**
     * Handles {@link Event.EndOfStream}.
     *
     * @param event the event
     * @return what {@link Event#accept} returns
     */
    R endOfStream(Event.EndOfStream event);

    /**
     * Handles {@link Event.OutputShutDown}.
     *
     * @param event the event
     * @return what {@link Event#accept} returns
     */
    R outputShutDown(Event.OutputShutDown event);

    /**
     * Handles {@link Event.Closed}.
     *
     * @param event the event
     * @return what {@link Event#accept} returns
     */
    R closed(Event.Closed event);

    /**
     * Handles {@link Event.Failed}.
     *
     * @param event the event
     * @return what {@link Event#accept} returns
     */
    R failed(Event.Failed event);

    /**
     * Handles {@link Event.Lost}.
     *
     * @param event the event
     * @return what {@link Event#accept} returns
     */
    R lost(Event.Lost event);
}
