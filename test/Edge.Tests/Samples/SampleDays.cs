using System.Text.Json.Nodes;

namespace Muster.Edge.Samples;

/// <summary>The ordinary tickets of four weeks, most of them on weekday mornings.</summary>
internal static class SampleDays
{
    private static readonly DateTime Start = SampleDesk.Moment("2025-09-01 00:00");
    private static readonly int[] PerDay = [8, 6, 6, 5, 5, 1, 0];    // Monday to Sunday

    // Of 100 tickets, how many come in each hour (UTC; the desk is staffed from 6 to 17).
    private static readonly int[] PerHour =
        [0, 0, 0, 0, 1, 2, 8, 14, 15, 12, 8, 6, 9, 10, 7, 4, 2, 1, 0, 0, 1, 0, 0, 0];

    public static void Play(SampleDesk desk, SampleDesk.Dice dice)
    {
        for (int day = 0; day < 28; day++)
        {
            for (int count = PerDay[day % 7] + dice.Between(-1, 1); count > 0; count--)
                Ordinary(desk, dice, Start.AddDays(day).AddHours(Hour(dice)).AddSeconds(dice.Below(3600)));
        }
    }

    private static int Hour(SampleDesk.Dice dice)
    {
        int left = dice.Below(PerHour.Sum());
        int hour = 0;
        while ((left -= PerHour[hour]) >= 0)
            hour++;
        return hour;
    }

    private static void Ordinary(SampleDesk desk, SampleDesk.Dice dice, DateTime at)
    {
        Usual usual = dice.Of(SampleWords.Usuals);
        string site = dice.Of(SampleWords.Sites);
        var fields = new List<(string, JsonNode?)>
        {
            ("category", usual.Category), ("service", usual.Service),
            ("source", dice.Of(["mail", "mail", "mail", "portal", "portal", "portal", "phone", "phone", "walk-in"])),
            ("tags", new JsonObject { ["site"] = site }),
        };
        SampleDesk.Told ticket = desk.Open(
            $"{at:yyyy-MM-dd HH:mm}", usual.Title.Replace("{site}", site, StringComparison.Ordinal), usual.Priority,
            dice.Chance(3) ? dice.Of(SampleWords.Vips) : dice.Of(SampleWords.Requesters), [.. fields]);
        bool urgent = usual.Priority == "P2";
        string person = Send(ticket, dice, usual.Teams[0], urgent, first: true);
        ticket.Now = Working(ticket.Now.AddMinutes(dice.Between(3, urgent ? 20 : 45)), urgent);
        ticket.Do("start", ("by", person));
        person = Work(ticket, dice, usual, urgent, person);
        ticket.Now = Working(ticket.Now.AddMinutes(dice.Between(15, urgent ? 90 : 200)), urgent);
        ticket.Do("resolve", ("code", usual.Code), ("text", usual.Fix), ("by", person));
        if (dice.Chance(12))
            ticket.Then($"{dice.Between(5, 90)}m", "reply",
                ("text", dice.Of(["Thank you!", "Thanks", "Danke", "Many thanks"])));
        if (dice.Chance(15))
            ticket.Then($"{dice.Between(20, 120)}m", "close", ("by", person));
    }

    private static string Work(SampleDesk.Told ticket, SampleDesk.Dice dice, Usual usual, bool urgent, string person)
    {
        if (dice.Chance(22))
        {
            ticket.Then($"{dice.Between(4, 25)}m", "ask", ("text", dice.Of(SampleWords.Asks)), ("by", person));
            if (dice.Chance(60))
                ticket.Do("hold", ("reason", "user"), ("by", person));
            ticket.Then($"{dice.Between(9, 170)}m", "reply", ("text", dice.Of(SampleWords.Answers)));
        }

        foreach (string team in usual.Teams[1..])
        {
            if (dice.Chance(50))
                ticket.Then($"{dice.Between(10, 40)}m", "update", ("text", dice.Of(SampleWords.Notes)), ("by", person));
            person = Send(ticket, dice, team, urgent, first: false, by: person);
            ticket.Now = Working(ticket.Now.AddMinutes(dice.Between(6, 50)), urgent);
            ticket.Do("start", ("by", person));
        }

        if (dice.Chance(9))
        {
            ticket.Then("12m", "hold", ("reason", "vendor"), ("text", "Part ordered"), ("by", person));
            ticket.Now = Working(ticket.Now.AddHours(dice.Between(3, 30)), urgent: false);
            ticket.Do("resume", ("by", person));
        }

        return person;
    }

    private static string Send(
        SampleDesk.Told ticket, SampleDesk.Dice dice, string team, bool urgent, bool first, string by = "triage")
    {
        string person = dice.Of(team switch
        {
            "tier-1" => SampleWords.FirstLine,
            "tier-2" => SampleWords.SecondLine,
            _ => SampleWords.ThirdLine,
        });
        ticket.Now = Working(ticket.Now.AddMinutes(dice.Between(2, first && !urgent ? 30 : 12)), urgent);
        ticket.Do("assign", ("team", team), ("to", person), ("by", by));
        return person;
    }

    /// <summary>The next moment at which somebody is there: weekdays from 6 to 17, for urgent ones from 5 to
    /// 21.</summary>
    private static DateTime Working(DateTime at, bool urgent)
    {
        (int from, int to) = urgent ? (5, 21) : (6, 17);
        while (at.Hour < from || at.Hour >= to || (!urgent && at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday))
            at = at.Hour < from && at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
                ? at.Date.AddHours(from).AddMinutes(at.Minute)
                : at.Date.AddDays(at.Hour < from ? 0 : 1).AddHours(from).AddMinutes(at.Minute);
        return at;
    }
}
