/** The table users, read and written through the plain pool: login runs outside any session. */
package com.altimacrm.email.identity.store;
