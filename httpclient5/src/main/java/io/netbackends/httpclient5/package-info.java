// SPDX-License-Identifier: Apache-2.0
/** Apache HttpClient 5 over any backend. */
@NullMarked
package io.netbackends.httpclient5;

import org.jspecify.annotations.NullMarked;
