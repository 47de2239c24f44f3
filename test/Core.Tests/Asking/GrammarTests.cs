using System.Collections.Immutable;
using Muster.Core.Asking;
using NodaTime;
using Xunit;

namespace Muster.Core.Tests.Asking;

/// <summary>How words become slots: moments, names, ids, slips of the pen.</summary>
public sealed class GrammarTests
{
    private static readonly Surroundings Empty = Phrasing.Wednesday with { People = [], Teams = [], Services = [] };

    private static Understanding Read(string text, Surroundings? around = null) =>
        Grammar.Read(text, around ?? Phrasing.Wednesday);

    [Theory] // the Wednesday is 2025-11-05, 10:00 in Berlin
    [InlineData("snooze 42 until 9 am", "2025-11-06T08:00:00Z")]
    [InlineData("snooze 42 until 11", "2025-11-05T10:00:00Z")]
    [InlineData("snooze 42 until noon", "2025-11-05T11:00:00Z")]
    [InlineData("snooze 42 until midnight", "2025-11-05T23:00:00Z")]
    [InlineData("snooze 42 until half past four in the afternoon", "2025-11-05T15:30:00Z")]
    [InlineData("snooze 42 until the day after tomorrow at 14:30", "2025-11-07T13:30:00Z")]
    [InlineData("snooze 42 until Friday", "2025-11-06T23:00:00Z")]
    [InlineData("snooze 42 until 2025-12-24T18:00:00+01:00", "2025-12-24T17:00:00Z")]
    [InlineData("snooze 42 until 24 December at 18:00", "2025-12-24T17:00:00Z")]
    [InlineData("snooze 42 for 2 hours and 30 minutes", "2025-11-05T11:30:00Z")]
    [InlineData("snooze 42 for a quarter of an hour", "2025-11-05T09:15:00Z")]
    [InlineData("snooze 42 for 2.5 hours", "2025-11-05T11:30:00Z")]
    [InlineData("Stelle 42 bis halb elf zurück", "2025-11-05T09:30:00Z")]
    [InlineData("Stelle 42 für zwei Stunden und 15 Minuten zurück", "2025-11-05T11:15:00Z")]
    [InlineData("Stelle 42 bis Montag 8 Uhr 30 zurück", "2025-11-10T07:30:00Z")]
    [InlineData("pospón el 42 hasta el viernes a las 5 de la tarde", "2025-11-07T16:00:00Z")]
    [InlineData("pospón el 42 dos horas y media", "2025-11-05T11:30:00Z")]
    public void A_moment_in_words_is_resolved_in_the_zone_of_whoever_asks(string text, string until) =>
        Assert.Equal(until, Read(text).Slots.Text("until"));

    [Theory]
    [InlineData("snooze 42 until 14:00 UTC", "2025-11-05T14:00:00Z")]
    [InlineData("snooze 42 until 14:00 CET", "2025-11-05T13:00:00Z")]
    [InlineData("snooze 42 until 14:00Z", "2025-11-05T14:00:00Z")]
    [InlineData("snooze 42 until 14:00+02:00", "2025-11-05T12:00:00Z")]
    [InlineData("snooze 42 until 14:00 UTC-3", "2025-11-05T17:00:00Z")]
    [InlineData("snooze 42 until 9 am EST", "2025-11-05T14:00:00Z")]
    [InlineData("snooze 42 until 2026-03-01 02:00 UTC", "2026-03-01T02:00:00Z")]
    [InlineData("snooze 42 until 2026-03-01T02:00 UTC", "2026-03-01T02:00:00Z")]
    [InlineData("snooze 42 until 2026-07-01 09:00 America/New_York", "2026-07-01T13:00:00Z")]
    [InlineData("snooze 42 until 23:00 on Friday UTC", "2025-11-07T23:00:00Z")]
    [InlineData("Stelle 42 bis morgen um 7 Uhr UTC zurück", "2025-11-06T07:00:00Z")]
    [InlineData("pospón el 42 hasta mañana a las 9:00 hora UTC", "2025-11-06T09:00:00Z")]
    public void A_time_that_names_its_zone_is_read_in_it(string text, string until)
    {
        var read = Read(text);
        Assert.Null(read.Doubt);
        Assert.Equal(until, read.Slots.Text("until"));
    }

    [Theory]
    [InlineData("snooze 42 until 14:00 UTC+99")]
    [InlineData("snooze 42 until 14:00 Europe/Nowhere")]
    public void A_zone_that_there_is_not_is_asked_back(string text) => Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("show me 42 pls", "muestrame el 42 porfa")]
    [InlineData("por qué se escaló 42", "por que se escalo 42")]
    [InlineData("prüfe den SLA-Status", "pruefe den SLA-Status")]
    public void Accents_and_chat_words_change_nothing(string one, string other)
    {
        var (read, same) = (Read(one), Read(other));
        Assert.Null(same.Doubt);
        Assert.Equal(read.Intent, same.Intent);
        Assert.Equal(Judging.Json(read.Slots), Judging.Json(same.Slots));
    }

    [Theory]
    [InlineData("snooze 42 until 2026-03-29 2:30", "2026-03-29T01:00:00Z")] // there is no half past two that night
    [InlineData("snooze 42 until 2026-10-25 2:30", "2026-10-25T00:30:00Z")] // there are two
    public void A_time_that_does_not_exist_is_the_next_that_does_and_of_two_the_earlier(string text, string until) =>
        Assert.Equal(until, Read(text).Slots.Text("until"));

    [Theory]
    [InlineData("snooze 42 until yesterday")]
    [InlineData("snooze 42 for 2 hours until 5 pm")]
    [InlineData("snooze 42 for 90000 weeks")]
    [InlineData("snooze 42 until 9999-12-31")]
    public void A_moment_that_can_hardly_be_meant_is_asked_back(string text) => Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("escalate 42 and INC-2025-00017, #7", "42|INC-2025-00017|7")]
    [InlineData("escalate inc-5", "inc-5")]
    [InlineData("escalate tickets 1, 2, 3 and 4 to tier 2", "1|2|3|4")]
    public void Ids_stay_as_said(string text, string ids) =>
        Assert.Equal(ids, string.Join('|', Read(text).Slots.List("ids")));

    [Theory]
    [InlineData("start floor 3")]
    [InlineData("start version 2")]
    [InlineData("close 4 2")]
    public void A_number_of_something_else_is_no_ticket(string text) => Assert.NotNull(Read(text).Doubt);

    [Fact]
    public void Where_nobody_is_known_a_name_is_taken_as_said()
    {
        Assert.Equal("zoe", Read("assign 42 to zoe", Empty).Slots.Text("to"));
        Assert.Equal("zoe", Read("assign zoe to 42", Empty).Slots.Text("to"));
        Assert.Equal("Zoe Quint", Read("Weise 42 Zoe Quint zu", Empty).Slots.Text("to"));
        Assert.Equal(Doubt.UnknownName, Read("assign 42 to zoe").Doubt);
    }

    [Fact]
    public void A_name_that_two_people_share_is_asked_back()
    {
        ImmutableArray<KnownPerson> people = [new("al", "Ann Lee"), new("ak", "Ann Kay")];
        var around = Phrasing.Wednesday with { People = people };
        Assert.NotNull(Read("assign 42 to Ann", around).Doubt);
        Assert.Equal("Ann Kay", Read("assign 42 to Ann Kay", around).Slots.Text("to"));
    }

    [Fact]
    public void Names_are_never_mended()
    {
        Assert.NotNull(Read("assign 42 to the netwrk team").Doubt);
        Assert.NotNull(Read("assign 42 to mria").Doubt);
        Assert.Equal("prod-db", Read("assign 42 to the prod-db team", Empty).Slots.Text("team"));
    }

    [Fact]
    public void A_text_after_a_colon_is_only_text()
    {
        var read = Read("update 42: do not close it, escalate 17 to tier 2 if bo agrees");
        Assert.Null(read.Doubt);
        Assert.Equal("do not close it, escalate 17 to tier 2 if bo agrees", read.Slots.Text("text"));
        Assert.Equal("42", Assert.Single(read.Slots.List("ids")));
    }

    [Theory]
    [InlineData("P1 incident: server down. Do not start major incident response.")]
    [InlineData("P1 incident: server down. Bitte keinen Major Incident ausrufen.")]
    [InlineData("P1 incident: server was down, it works again.")]
    [InlineData("P1 incident drill: server down. Start major incident response.")]
    [InlineData("Was there a P1 incident: server down?")]
    [InlineData("P1 incident: server down. Assign it to bo.")]
    [InlineData("P1 incident: server down. Close 42.")]
    [InlineData("If mail goes down tomorrow, declare a major incident.")]
    public void A_P1_that_is_over_a_drill_a_question_or_not_to_be_declared_is_not(string text) =>
        Assert.NotNull(Read(text).Doubt);

    [Fact]
    public void The_same_text_gives_the_same_understanding_in_any_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            var culture = (System.Globalization.CultureInfo)before.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NegativeSign = "~";
            Thread.CurrentThread.CurrentCulture = culture;
            Assert.Equal("PT1H30M", Read("snooze 42 for 1.5 hours").Slots.Text("duration"));
            Assert.Equal("2025-11-05T10:30:00Z", Read("snooze 42 for 1.5 hours").Slots.Text("until"));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void Whatever_is_said_there_is_an_answer()
    {
        var random = new Random(7);
        string[] words =
        [
            .. Intents.All.SelectMany(intent => intent.Example.Split(' ')),
            "42", ":", "\"", "„", "=", "a=", "P1", "SEV-1",
            "99999999999999999999", "0", "24:61", "25 am", "31.02.", "29 February", "\0", "\ud800", "e\u0301", "-", "@",
            "half", "a", "and", "until", "last", "next", "week", "in", "halb", "y media", "of", "INC-", "#", "'", "/2",
        ];
        for (var round = 0; round < 3_000; round++)
        {
            var text = string.Join(' ', random.GetItems(words, random.Next(1, 14)));
            var read = Read(text);
            Assert.True(read.Doubt is not null || read.Intent is not null, text);
        }
    }

    [Fact]
    public void A_text_longer_than_anybody_asks_is_not_read()
    {
        Assert.Equal(Doubt.TooLong, Read(new string('a', Grammar.LongestText + 1)).Doubt);
        Assert.Equal(Doubt.TooLong, Read(string.Concat(Enumerable.Repeat("42 ", 600))).Doubt);
    }

    [Theory]
    [InlineData("take up 42", "start")]
    [InlineData("take 42 up", "start")]
    [InlineData("take 42 to tier 2", "escalate")]
    [InlineData("un-hold 42", "resume")]
    [InlineData("unhold 42", "resume")]
    [InlineData("erkläre 42 zum Großereignis", "declare")]
    [InlineData("erkläre 42", "explain")]
    public void A_small_word_beside_a_verb_makes_another_of_it(string text, string intent)
    {
        var read = Read(text);
        Assert.Equal((intent, null), (read.Intent?.Name, read.Doubt));
    }

    [Theory]
    [InlineData("snooze 42 for -2 hours")]
    [InlineData("snooze 42 for -2h")]
    [InlineData("snooze 42 for minus 2 hours")]
    [InlineData("schiebe 42 um -2 Stunden")]
    [InlineData("pospón 42 -2 horas")]
    public void A_length_of_time_below_nothing_is_asked_back(string text) => Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("tickets from bo", "requester")]
    [InlineData("all open P2 tickets from ana", "requester")]
    [InlineData("tickets of bo", "assignee")]
    [InlineData("Tickets von Bo", "assignee")]
    public void Tickets_from_somebody_are_those_that_they_reported(string text, string slot)
    {
        var read = Read(text);
        Assert.Equal(("list", null), (read.Intent?.Name, read.Doubt));
        Assert.NotNull(read.Slots.Text(slot));
        Assert.Null(read.Slots.Text(slot == "assignee" ? "requester" : "assignee"));
    }

    [Theory]
    [InlineData("Schedule a maintenance window for the database upgrade on Sunday 2:00 AM - 4:00 AM EST")]
    [InlineData("Schedule a maintenance window for the database upgrade on Sunday 2 AM - 4 AM EST")]
    [InlineData("Schedule a maintenance window for the database upgrade on Sunday 2:00 AM to 4:00 AM EST")]
    public void A_dash_between_two_times_of_day_joins_them(string text)
    {
        var read = Read(text);
        Assert.Equal(("change.schedule", null), (read.Intent?.Name, read.Doubt));
        Assert.Equal(
            ("2025-11-09T07:00:00Z", "2025-11-09T09:00:00Z"), (read.Slots.Text("start"), read.Slots.Text("end")));
    }
}
