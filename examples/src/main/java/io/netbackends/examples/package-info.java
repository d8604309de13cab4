// SPDX-License-Identifier: Apache-2.0
/**
 * Examples, each complete in one class, in the recommended order.
 *
 * <ul>
 *   <li>Streams: {@link io.netbackends.examples.DefaultBackend}, {@link io.netbackends.examples.Connect}, {@link
 *       io.netbackends.examples.TryWithResources}, {@link io.netbackends.examples.StreamInformation}, {@link
 *       io.netbackends.examples.StartTls}.
 *   <li>Deadlines: {@link io.netbackends.examples.TimeoutAroundACall}, {@link
 *       io.netbackends.examples.CancelBeforeALongRead}, {@link io.netbackends.examples.HttpsRequest}.
 *   <li>Failures: {@link io.netbackends.examples.RetryingClient}, whose test breaks its connections at every byte.
 *   <li>Your own backends: {@link io.netbackends.examples.RecordingExample}, {@link io.netbackends.examples.WrappedBackend},
 *       {@link io.netbackends.examples.CachingDns}, {@link io.netbackends.examples.HostTable}, and {@link
 *       io.netbackends.examples.HostTableProvider}, which lets {@link io.netbackends.examples.BackendByName} find it.
 *   <li>Asynchronous calls: {@link io.netbackends.examples.AsyncDefaultBackend}, {@link
 *       io.netbackends.examples.AsyncConnect}, {@link io.netbackends.examples.AsyncUse}, {@link
 *       io.netbackends.examples.AsyncTimeoutAroundACall}, {@link io.netbackends.examples.AsyncCancelBeforeALongRead}, {@link
 *       io.netbackends.examples.AsyncHttpsRequest}, {@link io.netbackends.examples.AsyncRecordingExample}, {@link
 *       io.netbackends.examples.AsyncWrappedBackend}, {@link io.netbackends.examples.AsyncEcho}.
 *   <li>Libraries on top: {@link io.netbackends.examples.SmallHttpClient}, {@link
 *       io.netbackends.examples.AsyncCallers}.
 * </ul>
 */
@NullMarked
package io.netbackends.examples;

import org.jspecify.annotations.NullMarked;
