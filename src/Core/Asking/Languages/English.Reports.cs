namespace Muster.Core.Asking;

internal static partial class English
{
    /// <summary>
    /// What speaks against a report. <c>apart</c> ends the reach of a negation before the fault, <c>apart noun</c> only
    /// where no fault follows it; <c>well back</c> is no wellness of a fault; <c>coming whole</c> needs no fault.
    /// </summary>
    public const string Reports = """
    denial = not | no | don't | dont | do not | does not | doesn't | doesnt | did not | didn't | didnt | isn't
    denial = isnt | aren't | arent | wasn't | wasnt | weren't | hasn't | haven't | hadn't | ain't | never | none
    denial = nothing | nobody | no one | noone | nowhere | neither | nor | without | zero users | zero customers
    denial = hardly | barely | scarcely | no longer | no need | won't | wouldn't | shouldn't | mustn't | nope
    denial = nah
    denied = zero impact | zero problems | zero issues
    partly = all | every | only | just
    ceased = stopped | stops | stop | quit | ceased | sometimes
    fault = down | outage | outages | broken | affected | impacted | failing | fails | fail | failed | failure
    fault = failures | faulty | fault | faults | unavailable | unreachable | inaccessible | offline | dead
    fault = crashed | crashing | crash | crashes | incident | emergency | problem | problems | issue | issues
    fault = error | errors | impaired | degraded | degradation | slow | slower | hit | disrupted | disruption
    fault = interrupted | interruption | impact | stuck | hanging | hung | wrong | damaged | breach | breached
    fault = hacked | compromised | happened | happening | the matter | to worry | downtime | suffering
    fault = concerned
    faultnoun = outage | failure | fault | incident | problem | issue | error | crash | disruption | it | bug
    touches = affects | affecting | affect | impacts | impacting | hits | hitting
    apart = because | since | as | and | but | while | until | although | though | which | where | what | why
    apart = how | can | could | able | unable | work | working | works | worked | respond | responds
    apart = responding | load | loads | loading | reach | reaching | reachable | accessible | available | start
    apart = starts | starting | boot | boots | connect | connects | connecting | open | opens | opening | pay
    apart = paying | use | using | send | sending | receive | receiving | arrive | arriving | come | comes
    apart = coming | up | running | run | runs | serve | serving | recovered | recover | recovering | fixed
    apart = fix | resolved | resolve | repaired | solved | over | doubt | joke | kidding | idea | clue
    apart = fail over | failing over | failed over | fails over | error message | error messages | error shown
    apart = errors in | error in | error code | everything | everyone | everybody
    apart noun = response | reply | answer | access | login | log | connection | order | orders | payment
    apart noun = payments | backup | failover | fallback | redundancy | workaround | eta | cause | update
    apart noun = signal | help
    forbid = not | don't | dont | do not | never | without | no need | won't | shouldn't | should not | must not
    forbid = mustn't | nobody should | no one should | nobody needs | no one needs | nobody has
    act = page | paging | paged | tell | telling | notify | notifying | notified | inform | informing | informed
    act = alert | alerting | alerted | call | calling | wake | waking | contact | contacting | announce
    act = announcing | ping | ring | declare | declaring | declared | escalate | escalating | escalated
    act = open a ticket | post anything | publish
    actnoun = pages | alerts | alarm | alarms | calls | notification | notifications | announcement
    actnoun = announcements | messages
    strongact = declaration | declarations | declare | declared | declaring | escalate | escalation | escalated
    strongact = paging | war room
    withhold = hold off | holding off | wait | waiting | refrain | avoid | skip | cancel
    well = fine | healthy | stable | restored | unaffected | all right | alright | all good | all clear
    well = works now | working now | works well | works normally | up and running | running again
    well = running normally | back online | back in service | up now | is ok | are ok | is okay | are okay
    well = all ok | all okay | everything ok | everything okay | looks ok | looks okay | looks good | seems ok
    well = seems okay | is good | are good | ok now | ok again | okay now | okay again | was resolved
    well = been resolved | already resolved | was fixed | been fixed | already fixed | is solved | was solved
    well = been solved | all green | is green | are green | fully operational | is operational | are operational
    well = available again | reachable again | online again | responding again | as expected | without problems
    well = without issues | without any problems | without any issues | well again | false positive | is normal
    well = are normal | normal again | issue resolved | issue fixed | issue solved | problem resolved
    well = problem fixed | problem solved | outage resolved | outage over | incident resolved | incident closed
    well = incident over | just kidding | only kidding | a joke | only joking | only testing | testing only
    well = a test only
    well back = is back | are back | back again | has come back | came back | have come back | back now
    runs = works | working | up | running | available | reachable | online | operational | responding | alive
    runs = resolved | fixed | solved | ok | okay | good
    inverted = is | are | was | were | am | do | does | did | has | have | had | can | could | should | would
    inverted = will | might | may | shall
    interrogative = who | whom | whose | what | what's | why | how | which | where | anyone know | any idea
    iffy = if | in case | whether | unless | suppose | assuming | imagine
    coming = will be | will go | will have | shall be | going to be | going to go | going to fail
    coming = going to have | about to be | about to go | is due to be | are due to be | scheduled to be
    coming = scheduled to go | planned to be | planned to go | expected to be | expected to go
    coming whole = will fail | will crash | going to fail | going to crash | planned outage | planned downtime
    coming whole = scheduled downtime | scheduled outage | scheduled maintenance | planned maintenance
    coming whole = for maintenance | announced maintenance | for an upgrade
    upto = until | till | up to
    after = after | since | during | following | despite
    """;
}
