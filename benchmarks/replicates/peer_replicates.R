# R's survey package with replicate weights: seconds for 35 answers x 100 domains.
#   Rscript peer_replicates.R OUT
# reads OUT.csv (answers y000.., w, psu, grp, district) and OUT.factors.csv (factors, sampling units x replicates), writes OUT.r.csv
suppressMessages({library(survey); library(data.table)})
out <- commandArgs(TRUE)[1]
d <- as.data.frame(fread(paste0(out, ".csv")))
factors <- as.matrix(fread(paste0(out, ".factors.csv"), header = FALSE))
start <- proc.time()[3]
design <- svrepdesign(data = d, weights = ~w, repweights = factors[d$psu + 1, ], type = "bootstrap", combined.weights = FALSE,
                      scale = 1 / (ncol(factors) - 1), rscales = rep(1, ncol(factors)), mse = FALSE)
made <- proc.time()[3]
ys <- grep("^y[0-9]", names(d), value = TRUE)
found <- svyby(reformulate(ys), ~grp + district, design, svymean, covmat = FALSE)
cat(sprintf("%.3f\t%.3f\n", made - start, proc.time()[3] - made))
write.csv(found, paste0(out, ".r.csv"), row.names = FALSE)
