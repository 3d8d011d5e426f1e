//! The codes of what can go wrong: of a whole request, and of one value in it. Knows no status of HTTP and no sentence.
//!
//! Codes are stable and only ever added. One that this version does not know is read as `Unrecognised`, so that a page
//! that was loaded before an update still understands the rest of an answer.

macro_rules! codes {
    ($($(#[doc = $about:literal])+ pub enum $name:ident { $($(#[$doc:meta])* $code:ident = $text:literal,)+ })+) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* $code,)+
            /// A code of a later version; never sent.
            Unrecognised,
        }

        impl $name {
            /// Every code that is sent.
            pub const ALL: &'static [Self] = &[$(Self::$code),+];

            /// The code as it travels.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $text,)+
                    Self::Unrecognised => "unrecognised",
                }
            }
        }

        impl From<$name> for &'static str {
            fn from(code: $name) -> Self {
                code.as_str()
            }
        }

        crate::closed_sets::spelled! { $name, [$($about),+], |_unknown| Ok(Self::Unrecognised) }
    )+};
}

codes! {
    /// Why a request was not done.
    pub enum ProblemCode {
        // What any operation may answer.
        NotFound = "not_found",
        PortalNotFound = "portal_not_found",
        ValidationFailed = "validation_failed",
        TooManyAttempts = "too_many_attempts",
        Busy = "busy",
        DatabaseUnavailable = "database_unavailable",
        /// The portal is closed for planned maintenance.
        Maintenance = "under_maintenance",
        StorageUnavailable = "storage_unavailable",
        InternalError = "internal_error",
        // What is wrong with the request itself.
        MethodNotAllowed = "method_not_allowed",
        RequestNotFromSite = "request_not_from_site",
        MalformedQuery = "malformed_query",
        MalformedJson = "malformed_json",
        UnsupportedMediaType = "unsupported_media_type",
        BodyTooLarge = "body_too_large",
        BodyTimeout = "body_timeout",
        MalformedIdempotencyKey = "malformed_idempotency_key",
        IdempotencyKeyReused = "idempotency_key_reused",
        /// What a change was made from is not how it is now.
        ChangedMeanwhile = "changed_meanwhile",
        // Who asks.
        SessionMissing = "session_missing",
        SessionExpired = "session_expired",
        SessionEnded = "session_ended",
        PasswordChangeRequired = "password_change_required",
        SecondFactorEnrolmentRequired = "second_factor_enrolment_required",
        ContractorRequired = "contractor_required",
        PermissionMissing = "permission_missing",
        ReauthenticationRequired = "reauthentication_required",
        // Which system asks.
        TokenMissing = "token_missing",
        TokenInvalid = "token_invalid",
        TokenExpired = "token_expired",
        ClientRevoked = "client_revoked",
        ScopeMissing = "scope_missing",
        // Login.
        InvalidCredentials = "invalid_credentials",
        RobotCheckRequired = "robot_check_required",
        SignInAttemptUnknown = "sign_in_attempt_unknown",
        SignInAttemptExpired = "sign_in_attempt_expired",
        InvalidOneTimePassword = "invalid_one_time_password",
        OneTimePasswordNotAsked = "one_time_password_not_asked",
        PasskeyRefused = "passkey_refused",
        PasskeyChallengeExpired = "passkey_challenge_expired",
        StrongerFactorPresent = "stronger_factor_present",
        // Mailed links, and first registration.
        LinkUnknown = "link_unknown",
        LinkUsed = "link_used",
        LinkExpired = "link_expired",
        TicketExpired = "ticket_expired",
        CustomerNotFound = "customer_not_found",
        ContractAlreadyRegistered = "contract_already_registered",
        NumbersExhausted = "numbers_exhausted",
        // The own account.
        MailChangeByAdministrator = "mail_change_by_administrator",
        SecondFactorNotByChoice = "second_factor_not_by_choice",
        AuthenticatorLimitReached = "authenticator_limit_reached",
        NoAuthenticator = "no_authenticator",
        PasskeyKnown = "passkey_known",
        // The people of a customer.
        LastAdministrator = "last_administrator",
        UserLimitReached = "user_limit_reached",
        UserLocked = "user_locked",
        UserNotLocked = "user_not_locked",
        UserNotPending = "user_not_pending",
        /// Several people share an ID, and none of them was named.
        SeveralPeople = "several_people",
        // Documents and call records.
        FontMissing = "font_missing",
        ArchiveTooLarge = "archive_too_large",
        /// An opening notice was delivered before with other content.
        OpeningNoticeDiffers = "opening_notice_differs",
        CallRecordsInactive = "call_records_inactive",
        CallRecordsNotStarted = "call_records_not_started",
        CallRecordsExpired = "call_records_expired",
        NotMasked = "not_masked",
        // Inquiries and switches.
        AttachmentEmpty = "attachment_empty",
        AttachmentTooLarge = "attachment_too_large",
        AttachmentTypeRefused = "attachment_type_refused",
        FileInfected = "file_infected",
        FileScanUnavailable = "file_scan_unavailable",
        /// More files are uploaded and not sent than there may be.
        TooMany = "too_many",
        SwitchUnknown = "switch_unknown",
        PhoneServiceMissing = "phone_service_missing",
        // The catalogue.
        /// The basket has as many lines as an order can have.
        BasketFull = "basket_full",
        // Requests.
        /// A draft was asked for, and it was sent already.
        RequestNotDraft = "request_not_draft",
        /// It was decided, or taken back: nothing follows.
        RequestDecided = "request_decided",
        /// The customer has not named the user as somebody who approves requests, or the user can approve no more.
        NotApprover = "not_approver",
        /// Nobody approves a request that they sent themselves.
        OwnRequest = "own_request",
        /// The request needs approval, and nobody else of the customer could give it.
        ApproverMissing = "approver_missing",
        /// The request does not wait for approval: it never did, somebody decided it, or it was taken back.
        RequestNotWaiting = "request_not_waiting",
        /// It cannot be done as it was asked for any more: price, period or goods changed while it waited.
        RequestOutdated = "request_outdated",
        /// The customer has as many drafts as there may be.
        RequestDraftLimitReached = "request_draft_limit_reached",
        /// The contract ended, or its application was cancelled.
        ContractOver = "contract_over",
        /// A termination of the contract was filed already.
        TerminationFiled = "termination_filed",
        /// Another change of the contract is not decided yet.
        ChangeFiled = "change_filed",
        /// What is asked for is what there is.
        NothingChanged = "nothing_changed",
        // Quotes and orders.
        /// Nothing of the order is in rent any more, or it was never taken.
        OrderOver = "order_over",
        /// Its goods were arranged already: only a last day may still move on.
        OrderArranged = "order_arranged",
        /// Its goods are not arranged yet: nothing can be shipped or given back.
        OrderNotArranged = "order_not_arranged",
        /// The quote was asked for and is not answered by prices yet.
        QuoteUnanswered = "quote_unanswered",
        /// The customer keeps as many delivery addresses as there may be.
        DeliveryTemplateLimitReached = "delivery_template_limit_reached",
        // Files of requests.
        /// The file is larger than one may be.
        RequestFileTooLarge = "request_file_too_large",
        /// There is no row in it.
        RequestFileEmpty = "request_file_empty",
        /// It has more rows than one may have.
        RequestFileTooLong = "request_file_too_long",
        /// It is no text of rows and cells; a quote may be open.
        RequestFileMalformed = "request_file_malformed",
        /// Some rows are not right yet, so none was sent.
        RequestBatchIncomplete = "request_batch_incomplete",
        /// All of it was sent already.
        RequestBatchSubmitted = "request_batch_submitted",
        // Events and webhooks.
        /// Events behind the cursor are gone, because they were old: what they told must be read anew from the lists.
        EventsExpired = "events_expired",
        /// The webhook is not called: it must be enabled first.
        WebhookDisabled = "webhook_disabled",
        /// As many webhooks are called as there may be.
        WebhookLimitReached = "webhook_limit_reached",
        // What a provider's systems send.
        /// The sender broke off.
        BodyIncomplete = "body_incomplete",
        /// It cannot be read as what it says it is.
        ImportMalformed = "import_malformed",
        /// The portal has no mapping of headers for it.
        MappingMissing = "mapping_missing",
        /// More rows than a batch may have.
        BatchTooLong = "batch_too_long",
    }

    /// What is wrong with one value.
    pub enum FieldCode {
        // Of any value.
        Required = "required",
        TooLong = "too_long",
        TooMany = "too_many",
        InvalidCharacters = "invalid_characters",
        OutOfRange = "out_of_range",
        RangeReversed = "range_reversed",
        /// Of another shape than is asked: a text in place of a list.
        Malformed = "malformed",
        /// None of those there are.
        Unknown = "unknown",
        UnknownField = "unknown_field",
        NotExpected = "not_expected",
        InvalidCursor = "invalid_cursor",
        /// It stands there twice, and may once.
        Duplicate = "duplicate",
        /// More than is free in the period.
        OutOfStock = "out_of_stock",
        // Of a file and its rows.
        ColumnMissing = "column_missing",
        ColumnTwice = "column_twice",
        NumberOfCells = "number_of_cells",
        Undecodable = "undecodable",
        BodyIncomplete = "body_incomplete",
        // Of an address that the server is to call.
        UrlMalformed = "url_malformed",
        UrlNotHttps = "url_not_https",
        /// It does not lead to the public internet.
        AddressNotPublic = "address_not_public",
        // Of a kind of value.
        MailAddressEmpty = "mail_address_empty",
        MailAddressTooLong = "mail_address_too_long",
        MailAddressMalformed = "mail_address_malformed",
        MailAddressTaken = "mail_address_taken",
        ContractNumberEmpty = "contract_number_empty",
        ContractNumberUnknownForm = "contract_number_unknown_form",
        PostalCodeNotSevenDigits = "postal_code_not_seven_digits",
        PhoneNotDigits = "phone_not_digits",
        PhoneLength = "phone_length",
        InvalidPhoneNumber = "invalid_phone_number",
        NotKana = "not_kana",
        InvalidMonth = "invalid_month",
        InvalidDay = "invalid_day",
        DateMalformed = "date_malformed",
        DateImpossible = "date_impossible",
        DateOutsideEra = "date_outside_era",
        DurationMalformed = "duration_malformed",
        NotANumber = "not_a_number",
        /// Taken, but to be looked at once more.
        InstitutionCodeUnusual = "institution_code_unusual",
        AmountMalformed = "amount_malformed",
        AmountTooLarge = "amount_too_large",
        RegistrationNumberMalformed = "registration_number_malformed",
        TermsNotAgreed = "terms_not_agreed",
        /// Others are in force than those that were agreed to.
        TermsChanged = "terms_changed",
        RobotCheckFailed = "robot_check_failed",
        // Of a line of an order.
        /// A day that is over.
        BeforeToday = "before_today",
        /// A day on which the line is not in rent.
        OutsideRental = "outside_rental",
        /// More units than are in rent and do not end yet.
        AboveInRent = "above_in_rent",
        /// The order has no such line, or another product stands there.
        NotInOrder = "not_in_order",
        /// Of an order that is in rent, nothing but the last days may move, and only on.
        OnlyExtension = "only_extension",
        /// The quote's last day is over.
        QuoteExpired = "quote_expired",
        /// An order was made of the quote already.
        QuoteAccepted = "quote_accepted",
        /// It is not what was quoted.
        DiffersFromQuote = "differs_from_quote",
        // Of what a provider's system sends, row by row.
        /// A text that the mapping of an import has no meaning for.
        ValueUnknown = "value_unknown",
        /// Taken, but no other system can show it (外字).
        PrivateCharacters = "private_characters",
        CategoryUnknown = "category_unknown",
        CustomerUnknown = "customer_unknown",
        /// What never changes its customer would.
        CustomerDiffers = "customer_differs",
        BillingGroupUnknown = "billing_group_unknown",
        BillingGroupDiffers = "billing_group_differs",
        ContractUnknown = "contract_unknown",
        ContractCancelled = "contract_cancelled",
        InvoiceUnknown = "invoice_unknown",
        /// It was issued before and said something else.
        InvoiceDiffers = "invoice_differs",
        InvoiceCorrected = "invoice_corrected",
        /// A line of it was refused, so all of it is.
        InvoiceIncomplete = "invoice_incomplete",
        /// Lines of one invoice say different things of it.
        LinesDiffer = "lines_differ",
        OneContractExpected = "one_contract_expected",
        /// The sender's total is not what the lines come to.
        TotalDiffers = "total_differs",
        NotDebited = "not_debited",
        BankAccountMalformed = "bank_account_malformed",
        UsageUnknown = "usage_unknown",
        SizeMalformed = "size_malformed",
        SizeTooLarge = "size_too_large",
        UnitUnknown = "unit_unknown",
        MonthInFuture = "month_in_future",
        MonthBeforeContract = "month_before_contract",
        MonthAfterContract = "month_after_contract",
        MonthCharged = "month_charged",
        ProductUnknown = "product_unknown",
        /// More units are promised on some day to come.
        StockPromised = "stock_promised",
        /// It was imported before and said something else.
        OrderDiffers = "order_differs",
        /// A line of it was refused, so all of it is.
        OrderIncomplete = "order_incomplete",
        // Of a password.
        PasswordWrong = "password_wrong",
        MinLength = "min_length",
        MaxLength = "max_length",
        AllowedCharacters = "allowed_characters",
        Contains = "contains",
        DiffersFromCurrent = "differs_from_current",
        NotContainingLoginId = "not_containing_login_id",
        NotCommon = "not_common",
        NotBreached = "not_breached",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn travels(code: &str) -> bool {
        !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    }

    #[test]
    fn codes_are_words_and_each_is_one_code() {
        let problems: BTreeSet<&str> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
        let fields: BTreeSet<&str> = FieldCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!((problems.len(), fields.len()), (ProblemCode::ALL.len(), FieldCode::ALL.len()));
        assert!(problems.iter().chain(&fields).all(|code| travels(code)));
    }

    #[test]
    fn codes_travel_as_text_and_later_ones_are_read() {
        for code in ProblemCode::ALL {
            let text = format!("code = \"{code}\"");
            let read: std::collections::BTreeMap<String, ProblemCode> = toml::from_str(&text).unwrap();
            assert_eq!(read["code"], *code);
            assert_eq!(toml::to_string(&read).unwrap().trim(), text);
        }
        let later: std::collections::BTreeMap<String, FieldCode> = toml::from_str("code = \"of_2030\"").unwrap();
        assert_eq!(later["code"], FieldCode::Unrecognised);
    }
}
