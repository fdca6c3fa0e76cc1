"""What our tests do for each provider scenario of GP Connect, by its row in standards/gpconnect/scenarios.csv (the first is 1).

OURS: row -> the test function of ours. NOT_OURS: row -> why it does not apply here, or is answered differently on purpose.
"""

_MANY = {
    "test_what_it_can_do": (13, 47, 83, 101, 119, 143, 150),
    "test_nothing_is_cached": (14, 15, 48, 49, 84, 85, 99, 100, 120, 121, 144, 145),
    "test_a_format_is_json_or_406": (4, 5, 6, 27, 28, 29, 71, 72, 73, 74, 96, 97, 108, 109, 110, 136, 137, 138),
    # Amend
    "test_amend_what_is_to_come": (1, 2, 17),
    "test_amend_nothing_but_texts": (3,),
    "test_amend_prefer": (7, 8),
    "test_amend_with_an_old_version": (9,),
    "test_amend_gives_the_new_version": (10,),
    "test_amend_with_what_is_no_appointment": (11, 12),
    "test_amend_with_a_reason_for_cancelling": (16,),
    "test_amend_with_absolute_references": (18, 19),
    "test_amend_with_and_without_kinds_of_service": (20, 21),
    # Book
    "test_book_one": (22, 32, 33, 52, 56, 57, 58),
    "test_book_with_optional_elements": (23, 24, 54, 55),
    "test_book_for_the_organisation_of_the_key": (25, 50, 51),
    "test_book_at_no_such_address": (26,),
    "test_book_prefer": (30, 31),
    "test_book_without_what_must_be_there": (34, 35, 39, 40, 41, 42, 43, 44),
    "test_book_with_elements_that_do_not_exist": (36,),
    "test_book_a_slot_that_is_not_there": (37,),
    "test_book_with_what_is_no_appointment": (45, 46),
    "test_book_a_slot_that_is_taken": (53,),
    "test_book_for_nobody_we_know": (59,),
    "test_book_tells_the_kind_of_service": (60, 61, 62, 63, 64),
    # Cancel
    "test_cancel": (65, 66, 75, 78, 82),
    "test_cancel_with_a_comment": (67,),
    "test_cancel_changes_nothing_else": (68, 69, 70),
    "test_cancel_without_a_reason": (76, 77),
    "test_cancel_with_an_old_version": (79,),
    "test_cancel_prefer": (80, 81),
    "test_cancelled_is_not_amended": (86,),
    "test_cancel_with_absolute_references": (87, 88),
    "test_cancel_with_and_without_kinds_of_service": (89, 90, 91),
    # Read
    "test_read": (92, 93, 98, 102, 103),
    "test_read_of_another_organisation": (94,),
    "test_read_what_is_not_there": (95,),
    # Retrieve
    "test_retrieve_nothing": (104,),
    "test_retrieve_several": (105, 106, 116, 122, 123, 124),
    "test_retrieve_for_no_number": (107,),
    "test_retrieve_with_bad_dates": (111, 112, 113, 115),
    "test_retrieve_with_more_parameters": (118,),
    # Search for free slots
    "test_search": (125, 128, 135, 139, 142, 151, 152, 153),
    "test_search_refused": (126, 127, 129, 130, 131),
    "test_search_with_a_filter_of_another_system": (132,),
    "test_search_with_days": (133,),
    "test_search_with_half_a_day": (134,),
    "test_search_without_actors": (140,),
    "test_search_by_kind_of_organisation": (146, 147, 148, 149),
}

OURS = {row: name for name, rows in _MANY.items() for row in rows}
NOT_OURS = {
    38: "Where somebody is seen is told with the schedule of the slot (Location); a Location is no participant of ours.",
    114: "The Booking and Referral Standard gives past bookings as well: a caller who rings again must be found.",
    117: "There are no tokens with patients in them here: a system is known by its key, and the table of rules decides on each person.",
    141: "No names of practitioners are kept: the role comes as PractitionerRole, which test_search looks at.",
}
