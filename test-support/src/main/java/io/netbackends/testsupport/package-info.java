// SPDX-License-Identifier: Apache-2.0
/** Certificates, scripted peers, proxies and child JVMs for the project's own tests. */
@NullMarked
package io.netbackends.testsupport;

import org.jspecify.annotations.NullMarked;
