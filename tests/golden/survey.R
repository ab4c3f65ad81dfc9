# Golden figures of R's survey package for the samples that survey_people.py writes.
#   Rscript tests/golden/survey.R          (Debian: r-base-core r-cran-survey r-cran-mass; made with survey 4.1.1 under R 4.2.2)
# Writes survey.csv (one figure per row) and the replicate weights that R made (brr.csv, fay.csv, bootstrap.csv).
suppressMessages(library(survey))
options(survey.lonely.psu = "fail", digits = 15)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
people <- read.csv(file.path(here, "people.csv")); pairs <- read.csv(file.path(here, "pairs.csv"))
people$y3 <- people$zone == "n"
rows <- list()
put <- function(case, statistic, variable, domain, estimate, se = NA, df = NA, low = NA, high = NA, deff = NA)
  rows[[length(rows) + 1]] <<- data.frame(case, statistic, variable, domain, estimate = as.numeric(estimate), se = as.numeric(se),
    df = as.numeric(df), low = as.numeric(low), high = as.numeric(high), deff = as.numeric(deff))
# One design, whole and by domain, every statistic. `inside` is the domain as a logical vector.
figures <- function(case, design, inside, domain, few = FALSE, quantiles = TRUE, deffs = TRUE) {
  # A calibrated design keeps the rows outside a subset, with weight 0: their missing answers become 0 there.
  answered <- function(...) {
    d <- design[inside & complete.cases(model.frame(design)[, c(...), drop = FALSE]), ]
    for (v in c(...)) d$variables[[v]][is.na(d$variables[[v]])] <- 0
    d
  }
  for (v in c("income", "age")) {
    d <- answered(v); f <- reformulate(v); m <- svymean(f, d, deff = deffs); ci <- confint(m, df = degf(d))
    put(case, "mean", v, domain, coef(m), SE(m), degf(d), ci[1], ci[2], if (deffs) deff(m) else NA)
    t <- svytotal(f, d, deff = deffs); ci <- confint(t, df = degf(d))
    put(case, "total", v, domain, coef(t), SE(t), degf(d), ci[1], ci[2], if (deffs) deff(t) else NA)
  }
  for (v in c("water", "answered")) {
    d <- answered(v); m <- svymean(reformulate(v), d, deff = deffs)
    ci <- attr(svyciprop(reformulate(v), d, method = if (few) "beta" else "xlogit", df = degf(d)), "ci")
    put(case, "proportion", v, domain, coef(m), SE(m), degf(d), ci[1], ci[2], if (deffs) deff(m) else NA)
  }
  d <- answered("rent", "income"); r <- svyratio(~rent, ~income, d, deff = deffs); ci <- confint(r, df = degf(d))
  put(case, "ratio", "rent/income", domain, coef(r), SE(r), degf(d), ci[1], ci[2], if (deffs) deff(r) else NA)
  if (quantiles) for (p in c(0.25, 0.5, 0.9)) {
    d <- answered("income"); q <- svyquantile(~income, d, p, qrule = "math", interval.type = "mean", df = degf(d))[[1]]
    put(case, "quantile", paste0("income:", p), domain, q[1], q[4], degf(d), q[2], q[3])
  }
}
all <- rep(TRUE, nrow(people)); host <- people$grp == 0; guest <- people$grp == 1
one <- svydesign(~cluster, strata = ~stratum, weights = ~w, data = people, nest = TRUE)
withfpc <- svydesign(~cluster, strata = ~stratum, weights = ~w, fpc = ~n_clusters, data = people, nest = TRUE)
two <- svydesign(~cluster + home, strata = ~stratum, weights = ~w, fpc = ~n_clusters + n_homes, data = people, nest = TRUE)
plain <- svydesign(~1, weights = ~w, data = people)
for (case in c("one", "withfpc", "two", "plain")) {
  figures(case, get(case), all, "all"); figures(case, get(case), host, "grp=0"); figures(case, get(case), guest, "grp=1")
}
figures("one", one, guest & people$zone == "w", "grp=1;zone=w", quantiles = FALSE)
rare <- svyciprop(~rare, one[guest, ], method = "beta", df = degf(one[guest, ])); ci <- attr(rare, "ci")
put("one", "proportion", "rare", "grp=1", coef(rare), SE(rare), degf(one[guest, ]), ci[1], ci[2])
# Strata with a single cluster
for (rule in c("adjust", "certainty", "average")) {
  options(survey.lonely.psu = rule)
  single <- svydesign(~cluster, strata = ~lonely_stratum, weights = ~w, data = people, nest = TRUE)
  figures(paste0("lonely_", rule), single, all, "all", quantiles = FALSE)
  figures(paste0("lonely_", rule), single, host, "grp=0", quantiles = FALSE)
}
options(survey.lonely.psu = "fail")
# Calibration
cells <- as.data.frame(xtabs(~ zone + sex, people)); cells$Freq <- c(1900, 2100, 2050, 2200, 1850, 2000)
zones <- data.frame(zone = c("n", "s", "w"), Freq = c(4000, 4100, 4000)); sexes <- data.frame(sex = 1:2, Freq = c(5900, 6200))
post <- postStratify(one, ~ zone + sex, cells)
raked <- calibrate(one, ~ zone + factor(sex), c("(Intercept)" = 12100, zones = 4100, zonew = 4000, "factor(sex)2" = 6200),
                   calfun = "raking", epsilon = 1e-12, maxit = 200)
greg <- calibrate(one, ~ zone + age, c("(Intercept)" = 12100, zones = 4100, zonew = 4000, age = 500000))
bounded <- calibrate(one, ~ zone + age, c("(Intercept)" = 12100, zones = 4100, zonew = 4000, age = 500000), bounds = c(0.8, 1.45),
                     epsilon = 1e-12, maxit = 200)
greg2 <- calibrate(two, ~ zone + age, c("(Intercept)" = 12100, zones = 4100, zonew = 4000, age = 500000))
for (case in c("post", "raked", "greg", "bounded", "greg2"))
  for (domain in c("all", "grp=1")) figures(case, get(case), if (domain == "all") all else guest, domain, deffs = FALSE, quantiles = domain == "all")
ipf <- rake(one, list(~zone, ~sex), list(zones, sexes), control = list(maxit = 500, epsilon = 1e-12))
put("ipf", "mean", "age", "all", coef(svymean(~age, ipf))); put("ipf", "total", "water", "all", coef(svytotal(~water, ipf)))
# Replicates
half <- svydesign(~cluster, strata = ~stratum, weights = ~w, data = pairs)
set.seed(7)
made <- list(brr = as.svrepdesign(half, type = "BRR"), fay = as.svrepdesign(half, type = "Fay", fay.rho = 0.3),
             jkn = as.svrepdesign(half, type = "JKn"), bootstrap = as.svrepdesign(half, type = "subbootstrap", replicates = 60))
made$made <- svrepdesign(data = pairs, weights = ~w, repweights = read.csv(file.path(here, "made.csv")), type = "bootstrap", combined.weights = TRUE)
small <- svydesign(~cluster, weights = ~w, data = pairs); made$jk1 <- as.svrepdesign(small, type = "JK1")
for (case in names(made)) {
  d <- made[[case]]
  w <- weights(d, "analysis"); colnames(w) <- sprintf("r_%03d", seq_len(ncol(w)))
  if (case %in% c("brr", "fay", "bootstrap")) write.csv(round(w, 9), file.path(here, paste0(case, ".csv")), row.names = FALSE)
  for (domain in c("all", "grp=1")) {
    s <- if (domain == "all") d else d[pairs$grp == 1, ]
    m <- svymean(~y, s); ci <- confint(m, df = degf(s)); put(case, "mean", "y", domain, coef(m), SE(m), degf(s), ci[1], ci[2])
    t <- svytotal(~y, s); put(case, "total", "y", domain, coef(t), SE(t), degf(s))
    m <- svymean(~b, s); put(case, "proportion", "b", domain, coef(m), SE(m), degf(s))
    r <- svyratio(~b, ~y, s); put(case, "ratio", "b/y", domain, coef(r), SE(r), degf(s))
  }
}
jkcal <- calibrate(made$jkn, ~grp, c("(Intercept)" = 5000, grp = 2100))
m <- svymean(~y, jkcal); t <- svytotal(~b, jkcal)
put("jkn_calibrated", "mean", "y", "all", coef(m), SE(m)); put("jkn_calibrated", "total", "b", "all", coef(t), SE(t))
# A differential in replicates
for (case in c("made", "fay", "jkn")) {
  g <- withReplicates(made[[case]], function(w, data) {
    one <- data$grp == 1; sum((w * data$y)[one]) / sum(w[one]) - sum((w * data$y)[!one]) / sum(w[!one]) })
  t <- coef(g) / SE(g); df <- degf(made[[case]]); put(case, "gap", "y", "all", coef(g), SE(g), df, 2 * pt(-abs(t), df))
}
# Differentials: gap and ratio with the covariance of both groups; after calibration the gap is the slope of a linear model
for (case in c("one", "two")) for (v in c("water", "income", "age")) {
  d <- subset(get(case), !is.na(people[[v]])); df <- degf(d)
  both <- svyby(reformulate(v), ~grp, d, svymean, covmat = TRUE)
  gap <- svycontrast(both, c(-1, 1)); t <- coef(gap) / SE(gap); q <- svycontrast(both, quote(`1` / `0`))
  put(case, "gap", v, "all", coef(gap), SE(gap), df, 2 * pt(-abs(t), df)); put(case, "gap_ratio", v, "all", coef(q), SE(q), df)
}
for (case in c("greg", "post")) for (v in c("water", "age")) {
  m <- svyglm(reformulate("grp", v), get(case)); t <- coef(m)[2] / SE(m)[2]
  put(case, "gap", v, "all", coef(m)[2], SE(m)[2], degf(one), 2 * pt(-abs(t), degf(one)))
}
# Composed statistics: the quotient of the means of two sexes, Shannon's entropy of the zones, their gap between two groups
quotient <- quote((y2 / n2) / (y1 / n1)); entropy <- quote(-(zonen * log(zonen) + zones * log(zones) + zonew * log(zonew)))
for (case in c("one", "withfpc", "two", "plain", "post", "greg")) for (domain in c("all", "grp=1")) {
  inside <- if (domain == "all") all else guest
  for (v in c("water", "income")) {
    d <- get(case); known <- inside & !is.na(people[[v]]); df <- degf(d[known, ])
    for (s in 1:2) { d$variables[[paste0("y", s)]] <- ifelse(known & people$sex == s, people[[v]], 0); d$variables[[paste0("n", s)]] <- 1 * (known & people$sex == s) }
    q <- svycontrast(svytotal(~y1 + n1 + y2 + n2, d), quotient); half <- qt(0.975, df) * SE(q) / coef(q)
    put(case, "women_men", v, domain, coef(q), SE(q), df, coef(q) * exp(-half), coef(q) * exp(half))
  }
  d <- get(case)[inside, ]; h <- svycontrast(svymean(~zone, d), entropy); ci <- confint(h, df = degf(d))
  put(case, "diversity", "zone", domain, coef(h), SE(h), degf(d), ci[1], ci[2])
}
for (case in c("one", "two")) {
  both <- svyby(~water, ~sex + grp, get(case), svymean, covmat = TRUE)
  g <- svycontrast(both, quote(`2.1` / `1.1` - `2.0` / `1.0`)); put(case, "women_men_gap", "water", "all", coef(g), SE(g))
  both <- svyby(~zone, ~grp, get(case), svymean, covmat = TRUE)
  part <- function(g) paste0("-(", paste0("`", g, ":zone", c("n", "s", "w"), "` * log(`", g, ":zone", c("n", "s", "w"), "`)", collapse = " + "), ")")
  g <- svycontrast(both, parse(text = paste(part(1), "- (", part(0), ")"))[[1]]); put(case, "diversity_gap", "zone", "all", coef(g), SE(g))
}
for (case in c("jk1", "jkn", "brr", "fay", "bootstrap")) for (domain in c("all", "grp=1")) {
  inside <- if (domain == "all") rep(TRUE, nrow(pairs)) else pairs$grp == 1
  kind <- cut(pairs$y, c(-Inf, 45, 55, Inf))
  q <- withReplicates(made[[case]], function(w, data) {
    w <- w * inside; sum(w * data$y * data$b) / sum(w * data$b) / (sum(w * data$y * (1 - data$b)) / sum(w * (1 - data$b))) })
  put(case, "women_men", "y", domain, coef(q), SE(q))
  h <- withReplicates(made[[case]], function(w, data) { p <- tapply(w * inside, kind, sum) / sum(w * inside); -sum(p * log(p)) })
  put(case, "diversity", "kind", domain, coef(h), SE(h))
}
# Gaps standardised to the pooled distribution over sex and age (under 40 or not), which is estimated too: delta method on totals
cell <- 2 * (people$sex - 1) + (people$age >= 40) + 1
alike <- function(case, top, below) {
  known <- !is.na(people[[top]]) & !is.na(people[[below]]); d <- get(case); names <- c()
  for (g in 0:1) for (k in 1:4) for (v in c("y", "x", "n")) {
    name <- paste0(v, g, k); names <- c(names, name); here <- known & people$grp == g & cell == k
    d$variables[[name]] <- ifelse(here, switch(v, y = people[[top]], x = people[[below]], n = 1), 0)
  }
  side <- function(g) {
    own <- paste0("(n", g, 1:4, ")"); pooled <- paste0("(n0", 1:4, " + n1", 1:4, ")")
    sums <- sapply(c("y", "x"), function(v) paste0(pooled, " / ", own, " * ", v, g, 1:4, collapse = " + "))
    paste0("(", sums[1], ") / (", sums[2], ")")
  }
  totals <- svytotal(reformulate(names), d)
  s <- svycontrast(totals, parse(text = paste(side(1), "-", side(0)))[[1]])
  put(case, "gap_standardised", if (below == "one") top else paste0(top, "/", below), "all", coef(s), SE(s))
}
people$one <- 1
for (case in c("one", "two", "greg")) { alike(case, "water", "one"); alike(case, "income", "one"); alike(case, "rent", "income") }
# A domain is no file of its own: the same rows cut out, against subset()
cut <- svydesign(~cluster, strata = ~stratum, weights = ~w, data = people[people$grp == 1 & people$zone == "w", ], nest = TRUE)
for (v in c("water", "age")) { m <- svymean(reformulate(v), cut); put("cut_out", "mean_cut_out", v, "all", coef(m), SE(m)) }
write.csv(do.call(rbind, rows), file.path(here, "survey.csv"), row.names = FALSE, na = "")
