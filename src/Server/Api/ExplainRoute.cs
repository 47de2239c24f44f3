using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Muster.Engine.Reports;
using Muster.Files.Logs;
using Muster.Files.Reports;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>
/// Why a ticket's clocks and rules stand as they do at an instant, and what would be otherwise (S10).
/// </summary>
internal static class ExplainRoute
{
    /// <summary>Bound of what one question may assume.</summary>
    private const int MostAssumptions = 20;

    /// <summary>How far ahead may be asked: nothing that a policy names waits longer.</summary>
    private static readonly Duration Farthest = Duration.FromDays(3_660);

    public static async Task Read(Call call)
    {
        var (at, assumptions, problem) = Asked(call.Http.Request.Query, call.House.Now);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        if (await call.Ticket().ConfigureAwait(false) is not { } ticket)
            return;
        var explainer = new TicketExplainer(call.House.Store, call.House.Policies);
        var explained = await explainer.Explain(ticket.State.Id, at, assumptions, call.House.Now)
            .ConfigureAwait(false);
        if (explained.Fault is { } fault)
            await call.Refuse(Problem.Invalid(new BodyFault(assumptions.IsEmpty ? "at" : "assume", fault)))
                .ConfigureAwait(false);
        else
            await call.Answer(200, json => ExplanationJson.Write(
                json, explained.Explanation!, assumptions.Select(assumption => assumption.Text), explained.WhatIf))
                .ConfigureAwait(false);
    }

    private static (Instant At, ImmutableArray<Assumption> Assumptions, Problem? Problem) Asked(
        IQueryCollection query, Instant now)
    {
        var faults = ImmutableArray.CreateBuilder<BodyFault>();
        foreach (var name in query.Keys.Where(name => name is not ("at" or "assume")))
            faults.Add(new BodyFault(name, $"{name} is not asked with; an explanation takes at and assume"));
        var at = now;
        if (query["at"] is { Count: > 0 } said && !Rfc3339.TryParse(said.ToString(), out at))
            faults.Add(new BodyFault("at", "at must be one instant such as 2025-10-20T09:00:00Z"));
        else if (at > now + Farthest)
            faults.Add(new BodyFault("at", $"at lies more than {Farthest.Days} days ahead"));
        var assumptions = ImmutableArray.CreateBuilder<Assumption>();
        foreach (var text in query["assume"].Take(MostAssumptions + 1))
        {
            if (Assumption.Parse(text ?? "", out var fault) is { } assumption)
                assumptions.Add(assumption);
            else
                faults.Add(new BodyFault("assume", fault!));
        }
        if (assumptions.Count > MostAssumptions)
            faults.Add(new BodyFault("assume", $"at most {MostAssumptions} things are assumed at once"));
        return (at, assumptions.ToImmutable(), faults.Count == 0 ? null : Problem.Invalid(faults.ToImmutable()));
    }
}
