using System.Collections.Immutable;
using System.Text;
using Muster.Core.Asking;
using Muster.Core.Reports;
using Muster.Engine.Reports;
using Muster.Engine.Tickets;
using Muster.Files.Reports;
using Muster.Server.Access;
using Muster.Server.Composition;

namespace Muster.Server.Asking;

/// <summary>The post-incident report of a ticket, as its route gives it.</summary>
internal static class ReportReading
{
    /// <summary>One report is a page of its own; of several tickets, each is asked for by itself.</summary>
    public static async Task<AskAnswer> Answer(House house, Understanding read, ImmutableArray<TicketAt> tickets)
    {
        if (tickets.Length > 1)
            return new AskAnswer("A report is of one ticket. Of which one?")
            {
                Understood = read,
                AsksBack = "several",
            };
        var ticket = tickets[0];
        var account = await MajorAccounts.Read(house.Store, ticket).ConfigureAwait(false);
        var report = IncidentReport.Of(account, house.Now);
        string Text(ReportFormat format) =>
            Encoding.UTF8.GetString(ReportFormats.Write(report, format, house.Settings.Report).Span);
        var id = ticket.State.Id.Value;
        var path = Permissions.Report.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal);
        var wanted = ReportFormats.Parse(read.Slots.Text("format") ?? "markdown") ?? ReportFormat.Markdown;
        var format = wanted.ToString().ToLowerInvariant();
        var link = $"{path}?format={format}";
        var where = $"The report of {id} is at {link}.";
        return new AskAnswer(wanted == ReportFormat.Html ? where : $"{where}\n\n{Text(ReportFormat.Markdown)}")
        {
            Understood = read,
            Data = wanted == ReportFormat.Json
                ? json => json.WriteRawValue(Text(ReportFormat.Json))
                : json =>
                {
                    json.WriteStartObject();
                    json.WriteString("id", id);
                    json.WriteString("format", format);
                    json.WriteString("link", link);
                    json.WriteString("text", Text(wanted));
                    json.WriteEndObject();
                },
        };
    }
}
